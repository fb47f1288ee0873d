/** The experiment on late and lacking feedback: what each correction makes of a rate that is known. */
@NullMarked
package io.thumbstream.launcher.experiment.delay;

import org.jspecify.annotations.NullMarked;
