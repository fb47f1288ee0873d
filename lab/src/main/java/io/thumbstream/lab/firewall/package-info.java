/** A world of voters in which some are hostile, some have an unusual taste, and some answers are probes. */
@NullMarked
package io.thumbstream.lab.firewall;

import org.jspecify.annotations.NullMarked;
