/** Supervised training of the base language model. */
@NullMarked
package io.thumbstream.model.train;

import org.jspecify.annotations.NullMarked;
