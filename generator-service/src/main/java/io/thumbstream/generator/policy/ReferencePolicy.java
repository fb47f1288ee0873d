package io.thumbstream.generator.policy;

import ai.djl.ndarray.NDManager;
import io.thumbstream.model.lm.TokenBatch;
import io.thumbstream.model.tensor.Grad;
import io.thumbstream.model.tensor.StepScope;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Tells how likely answers are under the policy that learning began with.
 *
 * <p>Answers go through the model as they were sampled, several in one pass, and those of one prompt share the work on it. It computes what a
 * learner that is held to this policy computes of the same answers, up to rounding. Owned by one thread.
 */
public final class ReferencePolicy implements AutoCloseable {
    private final FirstPolicy first;
    private final double temperature;
    private final int tokensPerPass;
    private final NDManager manager;

    /**
     * Asks {@code first}, with a reference of its own.
     *
     * @param temperature divisor of the scores, above 0
     * @param tokensPerPass tokens of one pass with padding, at least 1; a longer answer has a pass of its own
     */
    public ReferencePolicy(FirstPolicy first, double temperature, int tokensPerPass) {
        first.acquire();
        this.first = first;
        this.temperature = temperature;
        this.tokensPerPass = tokensPerPass;
        this.manager = NDManager.newBaseManager(first.model().parameters().device());
    }

    /** Digest of the weights file, lower-case hexadecimal. */
    public String sha256() {
        return first.sha256();
    }

    /** Divisor of the scores. */
    public double temperature() {
        return temperature;
    }

    /**
     * Log-probabilities of the tokens of each answer, {@code [time]} each, nats; the last bits depend on which answers are asked for together.
     *
     * @param prompts token ids of the prompt of each answer, at least one each
     * @param answers token ids of each answer, at least one each
     */
    public List<float[]> logProbs(List<int[]> prompts, List<int[]> answers) {
        if (prompts.size() != answers.size()) {
            throw new IllegalArgumentException(
                    "There are " + prompts.size() + " prompts and " + answers.size() + " answers; give one for each");
        }
        List<float[]> all = new ArrayList<>();
        int from = 0;
        while (from < answers.size()) {
            int end = end(prompts, answers, from);
            all.addAll(pass(prompts.subList(from, end), answers.subList(from, end)));
            from = end;
        }
        return all;
    }

    /** One past the last answer of the pass that begins with {@code from}. */
    private int end(List<int[]> prompts, List<int[]> answers, int from) {
        int longest = 0;
        int end = from;
        while (end < answers.size()) {
            longest = Math.max(longest, prompts.get(end).length + answers.get(end).length);
            if (end > from && (long) longest * (end + 1 - from) > tokensPerPass) {
                break;
            }
            end++;
        }
        return end;
    }

    private List<float[]> pass(List<int[]> prompts, List<int[]> answers) {
        try (StepScope scope = StepScope.open(manager)) {
            return Grad.off(() -> {
                TokenBatch batch = first.model()
                        .logProbs(
                                scope.manager(),
                                prompts.toArray(int[][]::new),
                                answers.toArray(int[][]::new),
                                temperature);
                float[] values = batch.logProbs().toFloatArray();
                int time = (int) batch.logProbs().getShape().get(1);
                List<float[]> each = new ArrayList<>();
                for (int i = 0; i < answers.size(); i++) {
                    each.add(Arrays.copyOfRange(values, i * time, i * time + answers.get(i).length));
                }
                return each;
            });
        }
    }

    @Override
    public void close() {
        manager.close();
        first.release();
    }
}
