/** Records that the all-in-one mode itself writes. */
@NullMarked
package io.thumbstream.launcher.up.wire;

import org.jspecify.annotations.NullMarked;
