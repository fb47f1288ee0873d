/** Reads what is joined once more from the topics. */
@NullMarked
package io.thumbstream.launcher.rejoin.wire;

import org.jspecify.annotations.NullMarked;
