package io.thumbstream.lab.tasks;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import io.thumbstream.model.lm.CausalLm;
import io.thumbstream.model.lm.LmConfig;
import io.thumbstream.model.optim.AdamW;
import io.thumbstream.model.tensor.Grad;
import io.thumbstream.model.tensor.StepScope;
import io.thumbstream.runtime.random.SeededRandom;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.Function;
import java.util.function.IntConsumer;

/**
 * A small transformer trained on texts of a bed.
 *
 * @param config its shape
 * @param steps gradient steps
 * @param name names it where training fails
 */
public record TextTraining(LmConfig config, int steps, String name) {
    private static final int BATCH = 32;
    private static final double RATE = 3e-3;
    private static final double MAX_NORM = 1;

    /**
     * A text to learn, as token ids.
     *
     * @param prompt read only
     * @param answer learned
     */
    @SuppressWarnings("ArrayRecordComponent") // token ids go to the model as they are
    public record Text(int[] prompt, int[] answer) {}

    /**
     * Trains into {@code directory} unless a model is there already.
     *
     * @param seed of the first weights
     * @param random of the texts
     * @param texts draws one
     * @param done told the steps done so far
     */
    public void provide(
            Path directory, long seed, SeededRandom random, Function<SeededRandom, Text> texts, IntConsumer done)
            throws IOException {
        if (Files.exists(directory.resolve(CausalLm.WEIGHTS))) {
            return;
        }
        Files.createDirectories(directory);
        try (CausalLm model = CausalLm.create(config, seed, Device.cpu());
                NDManager arrays = NDManager.newBaseManager(Device.cpu())) {
            model.parameters().requireGrad(true);
            try (AdamW optimizer = new AdamW(model.parameters(), AdamW.Settings.defaults())) {
                for (int step = 0; step < steps; step++) {
                    learn(model, optimizer, arrays, random.child(step), texts);
                    done.accept(step + 1);
                }
            }
            model.save(directory);
        }
    }

    private void learn(
            CausalLm model,
            AdamW optimizer,
            NDManager arrays,
            SeededRandom random,
            Function<SeededRandom, Text> texts) {
        int[][] prompts = new int[BATCH][];
        int[][] answers = new int[BATCH][];
        for (int row = 0; row < BATCH; row++) {
            Text text = texts.apply(random);
            prompts[row] = text.prompt();
            answers[row] = text.answer();
        }
        try (StepScope scope = StepScope.open(arrays)) {
            Grad.enabled(() -> {
                NDArray loss = model.meanLoss(scope.manager(), prompts, answers);
                Grad.backward(loss);
            });
        }
        double norm = optimizer.step(RATE, 0, MAX_NORM);
        if (!Double.isFinite(norm)) {
            throw new ArithmeticException(name + " has a gradient norm of " + norm);
        }
    }
}
