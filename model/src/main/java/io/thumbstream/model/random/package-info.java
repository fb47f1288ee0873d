/** Random numbers that can be drawn again one by one. */
@NullMarked
package io.thumbstream.model.random;

import org.jspecify.annotations.NullMarked;
