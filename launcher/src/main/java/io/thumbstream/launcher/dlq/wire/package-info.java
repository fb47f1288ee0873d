/** Dead letters in their topics: reading, decoding, sending again. */
@NullMarked
package io.thumbstream.launcher.dlq.wire;

import org.jspecify.annotations.NullMarked;
