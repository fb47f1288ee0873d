/** Making the base model that ships with the support task. */
@NullMarked
package io.thumbstream.lab.pretrain;

import org.jspecify.annotations.NullMarked;
