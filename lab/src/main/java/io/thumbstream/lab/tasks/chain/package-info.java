/** The Chain test bed: sums and products of a few digits, worked out step by step, whose every step can be checked. */
@NullMarked
package io.thumbstream.lab.tasks.chain;

import org.jspecify.annotations.NullMarked;
