/** Feedback to numbers: one interpreter per kind of feedback. */
@NullMarked
package io.thumbstream.reward.interpret;

import org.jspecify.annotations.NullMarked;
