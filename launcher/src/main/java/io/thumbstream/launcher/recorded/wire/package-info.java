/** Reads recorded groups from the topics. */
@org.jspecify.annotations.NullMarked
package io.thumbstream.launcher.recorded.wire;
