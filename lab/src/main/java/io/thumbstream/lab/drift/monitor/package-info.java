/** Techniques that notice a change in one stream of numbers. */
@NullMarked
package io.thumbstream.lab.drift.monitor;

import org.jspecify.annotations.NullMarked;
