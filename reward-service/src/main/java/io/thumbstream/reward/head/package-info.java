/** Reward models as the joiner sees them: texts in, scores out. */
@NullMarked
package io.thumbstream.reward.head;

import org.jspecify.annotations.NullMarked;
