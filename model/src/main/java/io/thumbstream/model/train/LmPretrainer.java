package io.thumbstream.model.train;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import io.thumbstream.model.lm.CausalLm;
import io.thumbstream.model.optim.AdamW;
import io.thumbstream.model.tensor.Grad;
import io.thumbstream.model.tensor.StepScope;
import io.thumbstream.model.text.ChatFormat;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Predicate;

/**
 * Supervised training of a base model: next-token cross-entropy on the answers of short conversations.
 *
 * <p>Equal corpus, settings, initial model and thread count give equal weights, also across {@link #save} and
 * {@link #resume}. Belongs to one thread.
 */
public final class LmPretrainer implements AutoCloseable {
    private static final String OPTIMIZER = "optimizer.safetensors";

    private final CausalLm model;
    private final PretrainSettings settings;
    private final TextBatches batches;
    private final AdamW optimizer;
    private final NDManager root;

    /**
     * State after a step.
     *
     * @param step steps done so far
     * @param steps steps of the whole run
     * @param loss mean cross-entropy of the step in nats per token, before its update
     * @param gradientNorm global norm before limiting
     * @param tokens rows times longest row of the step, the work done
     */
    public record Progress(int step, int steps, double loss, double gradientNorm, long tokens) {}

    /** A trainer of {@code model}, whose parameters it updates in place and does not close. */
    public LmPretrainer(CausalLm model, List<TrainingText> corpus, ChatFormat format, PretrainSettings settings) {
        this.model = model;
        this.settings = settings;
        batches = new TextBatches(corpus, format, settings, model.config().context());
        model.parameters().requireGrad(true);
        optimizer = new AdamW(model.parameters(), AdamW.Settings.defaults());
        root = NDManager.newBaseManager(model.parameters().device());
    }

    /**
     * Trains until the configured number of steps is done or {@code goOn} answers false.
     *
     * @param goOn called after each step
     * @throws ArithmeticException when loss or gradient is not finite; the weights are those before that step
     */
    public void train(Predicate<Progress> goOn) {
        boolean more = true;
        for (int step = stepsDone(); more && step < settings.steps(); step++) {
            more = goOn.test(step(step));
        }
    }

    private Progress step(int step) {
        TextBatches.Batch batch = batches.batch(step);
        try (StepScope scope = StepScope.open(root)) {
            double loss = Grad.enabled(() -> {
                NDArray mean = model.meanLoss(scope.manager(), batch.prompts(), batch.answers());
                Grad.backward(mean);
                return (double) mean.getFloat();
            });
            double norm = optimizer.step(settings.rate(step), settings.weightDecay(), settings.maxNorm());
            if (!Double.isFinite(loss) || !Double.isFinite(norm)) {
                throw new ArithmeticException("Step " + step + " has loss " + loss + " and gradient norm " + norm
                        + "; lower the peak learning rate of " + settings.peakRate());
            }
            return new Progress(step + 1, settings.steps(), loss, norm, work(batch));
        }
    }

    private static long work(TextBatches.Batch batch) {
        int longest = 0;
        for (int row = 0; row < batch.prompts().length; row++) {
            longest = Math.max(longest, batch.prompts()[row].length + batch.answers()[row].length);
        }
        return (long) batch.prompts().length * longest;
    }

    /** Number of steps already done. */
    public int stepsDone() {
        return Math.toIntExact(optimizer.steps());
    }

    /** Writes model and optimizer into {@code directory}. */
    public void save(Path directory) throws IOException {
        model.save(directory);
        optimizer.save(directory.resolve(OPTIMIZER));
    }

    /**
     * Continues where the run that wrote {@code directory} stopped.
     *
     * @throws IOException when the files are damaged or belong to another model
     */
    public void resume(Path directory) throws IOException {
        model.parameters().read(directory.resolve(CausalLm.WEIGHTS));
        optimizer.load(directory.resolve(OPTIMIZER));
    }

    @Override
    public void close() {
        optimizer.close();
        root.close();
    }
}
