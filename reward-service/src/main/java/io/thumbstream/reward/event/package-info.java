/** What the reward service reasons about, as plain records: rollouts, feedback, labels. */
@NullMarked
package io.thumbstream.reward.event;

import org.jspecify.annotations.NullMarked;
