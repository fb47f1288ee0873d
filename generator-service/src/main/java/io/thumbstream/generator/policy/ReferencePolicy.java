package io.thumbstream.generator.policy;

import ai.djl.Device;
import ai.djl.ndarray.NDManager;
import io.thumbstream.model.checkpoint.Digests;
import io.thumbstream.model.lm.CausalLm;
import io.thumbstream.model.lm.TokenBatch;
import io.thumbstream.model.tensor.Grad;
import io.thumbstream.model.tensor.StepScope;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The policy that learning began with, which tells how likely answers are under it. Its weights never change.
 *
 * <p>Answers go through the model as they were sampled, several in one pass, and those of one prompt share the work on it. It computes what a
 * learner that is held to this policy computes of the same answers, up to rounding. Owned by one thread.
 */
public final class ReferencePolicy implements AutoCloseable {
    /** Version that learning begins with. */
    public static final long VERSION = 0;

    private static final String DIRECTORY = "v00000000";

    private final CausalLm model;
    private final String sha256;
    private final double temperature;
    private final int tokensPerPass;
    private final NDManager manager;

    private ReferencePolicy(CausalLm model, String sha256, double temperature, int tokensPerPass) {
        this.model = model;
        this.sha256 = sha256;
        this.temperature = temperature;
        this.tokensPerPass = tokensPerPass;
        this.manager = NDManager.newBaseManager(model.parameters().device());
    }

    /**
     * Loads the first version of the policy from the folder beside that of another one.
     *
     * @param version directory of any version
     * @param device where it computes
     * @param temperature divisor of the scores, above 0
     * @param tokensPerPass tokens of one pass with padding, at least 1; a longer answer has a pass of its own
     * @throws IOException when its files are missing or damaged; the message says what to do
     */
    public static ReferencePolicy besides(Path version, Device device, double temperature, int tokensPerPass)
            throws IOException {
        Path directory = version.resolveSibling(DIRECTORY);
        Path weights = directory.resolve(CausalLm.WEIGHTS);
        if (!Files.isRegularFile(weights)) {
            throw new IOException("generator.reference-log-probs.enabled is true but the policy that learning began with"
                    + " has no weights at " + weights + "; restore the file or set it to false");
        }
        String sha256 = Digests.ofFile(weights);
        return new ReferencePolicy(CausalLm.load(directory, device), sha256, temperature, tokensPerPass);
    }

    /** Digest of the weights file, lower-case hexadecimal. */
    public String sha256() {
        return sha256;
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
                TokenBatch batch = model.logProbs(
                        scope.manager(), prompts.toArray(int[][]::new), answers.toArray(int[][]::new), temperature);
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
        model.close();
    }
}
