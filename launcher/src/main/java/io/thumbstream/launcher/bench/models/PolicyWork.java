package io.thumbstream.launcher.bench.models;

import io.thumbstream.learner.engine.StepOutcome;
import io.thumbstream.learner.policy.PolicySettings;
import io.thumbstream.learner.policy.PolicyTrainer;
import io.thumbstream.learner.replay.BinaryLabel;
import io.thumbstream.learner.replay.GroupRollout;
import io.thumbstream.learner.replay.RolloutGroup;
import io.thumbstream.model.lm.CausalLm;
import io.thumbstream.runtime.random.SeededRandom;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * Steps of the class that the policy learner learns with, on made-up answers: eight prompts of 32 tokens with two answers of 96 each, the
 * first of which was liked and the second was not. One thread owns it.
 */
final class PolicyWork implements AutoCloseable {
    static final int GROUPS = 8;
    private static final int PER_GROUP = StepWork.ROWS / GROUPS;
    private static final int PROMPT = 32;
    private static final int ANSWER = StepWork.TOKENS - PROMPT;

    private final CausalLm base;
    private final PolicyTrainer trainer;
    private final List<RolloutGroup> groups;

    /**
     * Work that has not begun.
     *
     * @param base what the policy begins as and is compared with, with room for 128 tokens; closed with this
     * @param threads threads that compute a step, at least 1
     */
    PolicyWork(CausalLm base, PolicySettings settings, int threads, long seed) {
        this.base = base;
        this.trainer = new PolicyTrainer(settings, base, threads, seed);
        this.groups = groups(base.config().vocabularySize(), new SeededRandom(seed).child("policy-work"));
    }

    private static List<RolloutGroup> groups(int words, SeededRandom random) {
        List<RolloutGroup> groups = new ArrayList<>();
        for (int g = 0; g < GROUPS; g++) {
            int[] prompt = ids(PROMPT, words, random);
            List<GroupRollout> answers = new ArrayList<>();
            for (int a = 0; a < PER_GROUP; a++) {
                answers.add(answer("answer-" + g + "." + a, prompt, ids(ANSWER, words, random), words, a == 0 ? 1 : 0));
            }
            groups.add(new RolloutGroup("group-" + g, 1, answers, Instant.EPOCH));
        }
        return groups;
    }

    private static int[] ids(int count, int words, SeededRandom random) {
        int[] ids = new int[count];
        Arrays.setAll(ids, unused -> random.nextInt(words));
        return ids;
    }

    private static GroupRollout answer(String id, int[] prompt, int[] tokens, int words, double liked) {
        float[] logProbs = new float[tokens.length];
        Arrays.fill(logProbs, (float) -Math.log(words));
        return new GroupRollout(id, prompt, tokens, logProbs, 0, liked, Optional.of(new BinaryLabel(liked, 1)));
    }

    /**
     * Takes one step.
     *
     * @throws IllegalStateException when loss or gradient is not finite
     */
    void step() {
        StepOutcome outcome = trainer.train(groups);
        if (outcome.skipped().isPresent()) {
            throw new IllegalStateException(
                    "a measured step was skipped: " + outcome.skipped().get());
        }
    }

    /** Lower-case sha256 of the policy's weights. */
    String digest() {
        return trainer.policy().parameters().digest();
    }

    @Override
    public void close() {
        trainer.close();
        base.close();
    }
}
