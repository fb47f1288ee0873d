/** Figures with their demands, curves, and the files of a run's report. */
@NullMarked
package io.thumbstream.lab.report;

import org.jspecify.annotations.NullMarked;
