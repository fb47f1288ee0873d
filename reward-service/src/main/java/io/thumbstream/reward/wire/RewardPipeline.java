package io.thumbstream.reward.wire;

import io.thumbstream.reward.credit.CreditAssigner;
import io.thumbstream.reward.transform.RewardChain;

/**
 * What happens to a group between joiner and learner.
 *
 * @param model name of the reward model, for example {@code reward/support}
 * @param ownAnswers whether answers that the reward model scores first become labels of its own
 */
public record RewardPipeline(String model, RewardChain chain, CreditAssigner credit, boolean ownAnswers) {
    /** Without labels of the reward model's own. */
    public RewardPipeline(String model, RewardChain chain, CreditAssigner credit) {
        this(model, chain, credit, false);
    }
}
