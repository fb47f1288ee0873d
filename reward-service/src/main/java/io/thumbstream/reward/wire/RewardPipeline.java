package io.thumbstream.reward.wire;

import io.thumbstream.reward.ask.AskRule;
import io.thumbstream.reward.credit.CreditAssigner;
import io.thumbstream.reward.transform.RewardChain;
import java.util.Optional;

/**
 * What happens to a group between joiner and learner.
 *
 * @param model name of the reward model, for example {@code reward/support}
 * @param ownAnswers whether answers that the reward model scores first become labels of its own
 * @param asking how is chosen about which two answers of a group people are asked; empty asks nobody
 */
public record RewardPipeline(
        String model, RewardChain chain, CreditAssigner credit, boolean ownAnswers, Optional<AskRule> asking) {
    /** Without labels of the reward model's own and without questions. */
    public RewardPipeline(String model, RewardChain chain, CreditAssigner credit) {
        this(model, chain, credit, false);
    }

    /** Without questions. */
    public RewardPipeline(String model, RewardChain chain, CreditAssigner credit, boolean ownAnswers) {
        this(model, chain, credit, ownAnswers, Optional.empty());
    }
}
