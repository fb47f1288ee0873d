/** Reads whole topics and turns their records into the small ones that analyses use. */
@NullMarked
package io.thumbstream.lab.trace.wire;

import org.jspecify.annotations.NullMarked;
