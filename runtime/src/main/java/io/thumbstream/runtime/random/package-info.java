/** Reproducible random streams. */
@NullMarked
package io.thumbstream.runtime.random;

import org.jspecify.annotations.NullMarked;
