/** The all-in-one mode: every service, an embedded broker and registry, and simulated users in one process. */
@NullMarked
package io.thumbstream.launcher.up;

import org.jspecify.annotations.NullMarked;
