/** Records of the wire that the benchmark of the feedback path writes and reads, and the join it is compared with. */
@NullMarked
package io.thumbstream.launcher.bench.ingest.wire;

import org.jspecify.annotations.NullMarked;
