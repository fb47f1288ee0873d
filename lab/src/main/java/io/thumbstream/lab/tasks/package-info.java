/** Small tasks with a known best answer: what simulated people ask, and how good an answer really is. */
@NullMarked
package io.thumbstream.lab.tasks;

import org.jspecify.annotations.NullMarked;
