/** One part of the pipeline as a process of its own. */
@org.jspecify.annotations.NullMarked
package io.thumbstream.launcher.serve;
