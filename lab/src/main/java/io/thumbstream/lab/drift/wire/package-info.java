/** Topics that drift monitors read, and the one they write. */
@NullMarked
package io.thumbstream.lab.drift.wire;

import org.jspecify.annotations.NullMarked;
