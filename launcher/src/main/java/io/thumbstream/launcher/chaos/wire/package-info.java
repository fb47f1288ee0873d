/** Records that the chaos commands write as other builds would. */
@NullMarked
package io.thumbstream.launcher.chaos.wire;

import org.jspecify.annotations.NullMarked;
