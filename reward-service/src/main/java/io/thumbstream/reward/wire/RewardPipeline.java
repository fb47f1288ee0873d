package io.thumbstream.reward.wire;

import io.thumbstream.reward.credit.CreditAssigner;
import io.thumbstream.reward.transform.RewardChain;

/**
 * What happens to a group between joiner and learner.
 *
 * @param model name of the reward model, for example {@code reward/support}
 */
public record RewardPipeline(String model, RewardChain chain, CreditAssigner credit) {}
