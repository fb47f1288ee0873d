/** Kills, freezes and restarts the parts of a running pipeline, and checks what it left behind. */
@org.jspecify.annotations.NullMarked
package io.thumbstream.launcher.chaos;
