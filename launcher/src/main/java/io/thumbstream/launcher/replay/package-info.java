/** Rebuilding models from the topics. */
@org.jspecify.annotations.NullMarked
package io.thumbstream.launcher.replay;
