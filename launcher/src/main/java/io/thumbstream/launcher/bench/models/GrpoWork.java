package io.thumbstream.launcher.bench.models;

import io.thumbstream.learner.engine.StepOutcome;
import io.thumbstream.learner.policy.PolicyTrainer;
import io.thumbstream.learner.replay.GroupRollout;
import io.thumbstream.learner.replay.RolloutGroup;
import io.thumbstream.model.lm.CausalLm;
import io.thumbstream.model.sample.BatchSampler;
import io.thumbstream.model.sample.PolicyHolder;
import io.thumbstream.model.sample.PolicySnapshot;
import io.thumbstream.model.sample.Priority;
import io.thumbstream.model.sample.Sample;
import io.thumbstream.model.sample.SampleListener;
import io.thumbstream.model.sample.SampleRequest;
import io.thumbstream.model.sample.SamplerSettings;
import io.thumbstream.model.sample.SamplingSettings;
import io.thumbstream.model.text.Tokenizer;
import io.thumbstream.runtime.random.SeededRandom;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The whole loop of group-relative learning: eight answers of 64 tokens to each of eight prompts of 32 from the sampler that serves, a reward
 * by a rule, one step of the class that the policy learner learns with, and the new weights served. No answer ends early. One thread owns it.
 */
final class GrpoWork implements AutoCloseable {
    private static final int GROUPS = 8;
    private static final int SIZE = 8;
    /** Answers of one round. */
    static final int SEQUENCES = GROUPS * SIZE;

    private static final int PROMPT = 32;
    /** Tokens of every answer. */
    static final int ANSWER = 64;

    private final CausalLm base;
    private final PolicyTrainer trainer;
    private final PolicyHolder policies = new PolicyHolder();
    private final BatchSampler sampler;
    private final SeededRandom random;
    private final int words;
    private long version;

    /**
     * Work that has not begun.
     *
     * @param base what the policy begins as; closed with this
     * @param threads threads that compute a step, at least 1
     */
    GrpoWork(CausalLm base, int threads, Tokenizer tokenizer, long seed) {
        this.base = base;
        this.trainer = new PolicyTrainer(BenchSettings.policy("grpo", "ppo-clip", GROUPS), base, threads, seed);
        policies.publish(new PolicySnapshot(version, base.copy()));
        this.sampler = BatchSampler.of(policies, new Endless(tokenizer), new SamplerSettings(SEQUENCES, 0, SEQUENCES));
        this.random = new SeededRandom(seed).child("grpo-work");
        this.words = base.config().vocabularySize();
    }

    /**
     * Goes round once.
     *
     * @throws IllegalStateException when an answer cannot be sampled, or loss or gradient is not finite
     */
    void round() {
        List<RolloutGroup> groups = sample();
        StepOutcome outcome = trainer.train(groups);
        if (outcome.skipped().isPresent()) {
            throw new IllegalStateException(
                    "a measured step was skipped: " + outcome.skipped().get());
        }
        version++;
        policies.publish(new PolicySnapshot(version, trainer.policy().copy()));
    }

    /** Lower-case sha256 of the policy's weights. */
    String digest() {
        return trainer.policy().parameters().digest();
    }

    /** Answers of the newest policy with their rewards. */
    List<RolloutGroup> sample() {
        List<List<GroupRollout>> answers = new ArrayList<>();
        for (int g = 0; g < GROUPS; g++) {
            List<GroupRollout> group = new ArrayList<>();
            ask(group);
            answers.add(group);
        }
        boolean busy = true;
        while (busy) {
            busy = sampler.step();
        }
        List<RolloutGroup> groups = new ArrayList<>();
        for (int g = 0; g < GROUPS; g++) {
            groups.add(new RolloutGroup("group-" + version + "-" + g, 1, answers.get(g), Instant.EPOCH));
        }
        return groups;
    }

    private void ask(List<GroupRollout> group) {
        int[] prompt = new int[PROMPT];
        Arrays.setAll(prompt, unused -> random.nextInt(words));
        for (int i = 0; i < SIZE; i++) {
            long seed = random.nextLong();
            SampleRequest request = new SampleRequest(
                    Long.toHexString(seed), prompt, SamplingSettings.plain(ANSWER), seed, Priority.BACKGROUND);
            if (!sampler.submit(request, new Listener(prompt, words, version, group))) {
                throw new IllegalStateException("the queue of the sampler is shorter than " + SEQUENCES + " answers");
            }
        }
    }

    /** Share of an answer's tokens that lie in the lower half of the vocabulary. */
    private static double reward(int[] tokens, int words) {
        return (double) Arrays.stream(tokens).filter(token -> token < words / 2).count() / tokens.length;
    }

    /** Rounding may lift the log-probability of a sure token just above zero. */
    private static float[] atMostZero(float[] logProbs) {
        for (int i = 0; i < logProbs.length; i++) {
            logProbs[i] = Math.min(0, logProbs[i]);
        }
        return logProbs;
    }

    private static final class Listener implements SampleListener {
        private final int[] prompt;
        private final int words;
        private final long version;
        private final List<GroupRollout> group;

        Listener(int[] prompt, int words, long version, List<GroupRollout> group) {
            this.prompt = prompt;
            this.words = words;
            this.version = version;
            this.group = group;
        }

        @Override
        public void onDone(Sample sample) {
            int[] tokens = sample.tokens();
            group.add(new GroupRollout(
                    sample.id(),
                    prompt,
                    tokens,
                    atMostZero(sample.logProbs()),
                    version,
                    reward(tokens, words),
                    Optional.empty()));
        }

        @Override
        public void onFailure(String reason) {
            throw new IllegalStateException("a measured answer could not be sampled: " + reason);
        }
    }

    /** The same words, none of which ends an answer. */
    private record Endless(Tokenizer words) implements Tokenizer {
        @Override
        public int[] encode(String text) {
            return words.encode(text);
        }

        @Override
        public String decode(int[] ids) {
            return words.decode(ids);
        }

        @Override
        public int vocabularySize() {
            return words.vocabularySize();
        }

        @Override
        public int id(String specialToken) {
            return words.id(specialToken);
        }

        @Override
        public boolean decodesApart() {
            return words.decodesApart();
        }

        @Override
        public Set<Integer> specialIds() {
            return Set.of();
        }
    }

    @Override
    public void close() {
        sampler.close();
        policies.close();
        trainer.close();
        base.close();
    }
}
