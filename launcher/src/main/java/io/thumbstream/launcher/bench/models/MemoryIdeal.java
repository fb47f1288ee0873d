package io.thumbstream.launcher.bench.models;

import io.thumbstream.model.lm.LmConfig;
import io.thumbstream.model.lm.MemoryNeed;
import java.util.Optional;

/** Memory that learning takes if nothing is kept twice. */
final class MemoryIdeal {
    private MemoryIdeal() {}

    /**
     * Bytes of the weights of a policy, of what it began as and of the reward models, the gradients and two moments of the policy, and the
     * activations of one pass, which are an estimate ({@link MemoryNeed}).
     *
     * @param config shape of all of them
     * @param rewardModels how many there are, at least 0
     * @param tokens of one pass, at least 1
     */
    static long bytes(LmConfig config, int rewardModels, int tokens) {
        MemoryNeed policy =
                MemoryNeed.ofLearning(config, new MemoryNeed.Learning(Optional.empty(), 1, 1, tokens, false));
        return policy.total() + rewardModels * MemoryNeed.ofWeights(config).total();
    }
}
