/** Reads logged answers with their rewards from the topics. */
@org.jspecify.annotations.NullMarked
package io.thumbstream.launcher.offline.wire;
