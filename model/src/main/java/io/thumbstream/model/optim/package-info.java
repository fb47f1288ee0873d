/** Optimizers whose complete state can be saved and restored. */
@NullMarked
package io.thumbstream.model.optim;

import org.jspecify.annotations.NullMarked;
