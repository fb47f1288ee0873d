/** Reads what lineage needs from the topics. */
@NullMarked
package io.thumbstream.lab.lineage.wire;

import org.jspecify.annotations.NullMarked;
