/** What the measured models send to topics. */
@NullMarked
package io.thumbstream.launcher.bench.models.wire;

import org.jspecify.annotations.NullMarked;
