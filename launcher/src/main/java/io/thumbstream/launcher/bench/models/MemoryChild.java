package io.thumbstream.launcher.bench.models;

import ai.djl.Device;
import io.thumbstream.launcher.bench.ResidentMemory;
import io.thumbstream.launcher.up.Groundwork;
import io.thumbstream.model.lm.CausalLm;
import io.thumbstream.model.lm.LmConfig;
import io.thumbstream.model.reward.RewardTrunk;
import io.thumbstream.model.reward.RewardTrunks;
import io.thumbstream.model.reward.ScoreInput;
import io.thumbstream.model.reward.TransformerTrunkSettings;
import io.thumbstream.model.text.BpeVocabulary;
import io.thumbstream.model.text.HfTokenizer;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/**
 * A process that holds a policy learner and two reward models and says what they take. Before the first reading it takes a step of a tiny
 * policy, so that what Java and PyTorch load once is there already.
 */
final class MemoryChild {
    static final int REWARD_MODELS = 2;
    private static final int STEPS = 3;
    private static final int TINY = 8;
    private static final double ROPE = 10_000;
    private static final double EPSILON = 1e-6;
    /** Heads only: the reward models score, and another process learns them. */
    private static final TransformerTrunkSettings FROZEN = new TransformerTrunkSettings(4, 0.02, 3e-4, 0.01, 1, false);

    private final Path model;
    private final long seed;

    private MemoryChild(Path model, long seed) {
        this.model = model;
        this.seed = seed;
    }

    /**
     * Measures and ends.
     *
     * @param arguments directory of the model with its tokenizer, seed, file to write
     */
    public static void main(String[] arguments) throws IOException {
        Groundwork.engine();
        Path model = Path.of(arguments[0]);
        new MemoryChild(model, Long.parseLong(arguments[1])).measure().write(Path.of(arguments[2]));
    }

    private MemoryReading measure() throws IOException {
        warmUp();
        double before = ResidentMemory.mebibytes();
        try (HfTokenizer tokenizer = HfTokenizer.load(model.resolve(BpeVocabulary.FILE));
                PolicyWork policy = policy(CausalLm.load(model, Device.cpu()));
                RewardTrunk first = rewardModel(tokenizer, seed);
                RewardTrunk second = rewardModel(tokenizer, seed + 1)) {
            List<ScoreInput> answers = RewardWork.answers(seed);
            for (int step = 0; step < STEPS; step++) {
                score(first, answers);
                score(second, answers);
                policy.step();
            }
            return new MemoryReading(before, ResidentMemory.mebibytes(), ResidentMemory.peakMebibytes());
        }
    }

    private void warmUp() {
        LmConfig tiny = new LmConfig(TINY, TINY, 1, 2, 2, TINY, StepWork.TOKENS, ROPE, EPSILON, false);
        try (PolicyWork work = policy(CausalLm.create(tiny, seed, Device.cpu()))) {
            work.step();
        }
    }

    private PolicyWork policy(CausalLm base) {
        return new PolicyWork(base, BenchSettings.oneLane(PolicyWork.GROUPS), 1, seed);
    }

    private RewardTrunk rewardModel(HfTokenizer tokenizer, long headSeed) throws IOException {
        return RewardTrunks.transformer(FROZEN, CausalLm.load(model, Device.cpu()), model, tokenizer, headSeed);
    }

    private static void score(RewardTrunk trunk, List<ScoreInput> answers) {
        if (trunk.scores(answers).length != answers.size()) {
            throw new IllegalStateException("a reward model did not score every answer");
        }
    }
}
