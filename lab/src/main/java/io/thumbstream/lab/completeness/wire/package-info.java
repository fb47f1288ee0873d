/** Reads answers and votes from their topics. */
@NullMarked
package io.thumbstream.lab.completeness.wire;

import org.jspecify.annotations.NullMarked;
