/** Answers whose feedback comes late: worlds in which the true rate is known. */
@NullMarked
package io.thumbstream.lab.delay;

import org.jspecify.annotations.NullMarked;
