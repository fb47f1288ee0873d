/** Rewards to token rewards. */
@NullMarked
package io.thumbstream.reward.credit;

import org.jspecify.annotations.NullMarked;
