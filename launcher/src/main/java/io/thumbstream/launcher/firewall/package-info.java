/** Looking at what the feedback firewall makes of people, and taking down what humans decide about them. */
@NullMarked
package io.thumbstream.launcher.firewall;

import org.jspecify.annotations.NullMarked;
