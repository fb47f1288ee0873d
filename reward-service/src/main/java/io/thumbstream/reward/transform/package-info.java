/** Scores to rewards: a composable list of pure functions on a group. */
@NullMarked
package io.thumbstream.reward.transform;

import org.jspecify.annotations.NullMarked;
