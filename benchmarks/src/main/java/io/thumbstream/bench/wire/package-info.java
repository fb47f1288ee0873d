/** What records cost on their way to a topic and back. */
@NullMarked
package io.thumbstream.bench.wire;

import org.jspecify.annotations.NullMarked;
