/** The simulation's passage through the records of the feedback topic. */
@NullMarked
package io.thumbstream.launcher.simulate.wire;

import org.jspecify.annotations.NullMarked;
