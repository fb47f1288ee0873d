/** The recorded stream of a run through other settings. */
@org.jspecify.annotations.NullMarked
package io.thumbstream.launcher.whatif;
