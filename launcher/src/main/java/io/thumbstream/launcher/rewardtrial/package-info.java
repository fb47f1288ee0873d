/** Experiments on reward models alone: arms that learn the same judgements, measured against a known truth, with a claim that can fail. */
@NullMarked
package io.thumbstream.launcher.rewardtrial;

import org.jspecify.annotations.NullMarked;
