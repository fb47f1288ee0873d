/** Looking at what the feedback firewall makes of people. */
@NullMarked
package io.thumbstream.launcher.firewall;

import org.jspecify.annotations.NullMarked;
