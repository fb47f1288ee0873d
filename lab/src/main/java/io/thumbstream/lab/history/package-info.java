/** Checks what a run left behind: every promise of the pipeline as a class of findings, each with its evidence. */
@NullMarked
package io.thumbstream.lab.history;

import org.jspecify.annotations.NullMarked;
