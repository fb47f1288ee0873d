package io.thumbstream.launcher.bench.models;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import io.thumbstream.model.lm.CausalLm;
import io.thumbstream.model.lm.TokenBatch;
import io.thumbstream.model.optim.AdamW;
import io.thumbstream.model.tensor.Grad;
import io.thumbstream.model.tensor.Masked;
import io.thumbstream.model.tensor.StepScope;
import io.thumbstream.runtime.random.SeededRandom;
import java.util.Arrays;

/** Plain policy steps: {@code L = -mean over tokens (A log pi)}, forward, backward, AdamW. One thread owns it. */
final class StepWork implements AutoCloseable {
    static final int ROWS = 16;
    static final int TOKENS = 128;
    private static final double LEARNING_RATE = 1e-5;
    private static final double MAX_NORM = 1;

    private final CausalLm policy;
    private final AdamW optimizer;
    private final NDManager arrays = NDManager.newBaseManager(Device.cpu());
    private final int[][] prompts = new int[ROWS][1];
    private final int[][] answers = new int[ROWS][TOKENS - 1];
    private final float[] advantages = new float[ROWS];

    StepWork(ModelSize size, long seed) {
        policy = CausalLm.create(size.config(), seed, Device.cpu());
        policy.parameters().requireGrad(true);
        optimizer = new AdamW(policy.parameters(), AdamW.Settings.defaults());
        SeededRandom random = new SeededRandom(seed).child("step-work");
        int words = size.config().vocabularySize();
        for (int row = 0; row < ROWS; row++) {
            prompts[row][0] = random.nextInt(words);
            Arrays.setAll(answers[row], unused -> random.nextInt(words));
            advantages[row] = (float) random.nextGaussian();
        }
    }

    /**
     * Takes one step.
     *
     * @throws IllegalStateException when the gradient is not finite
     */
    void step() {
        try (StepScope scope = StepScope.open(arrays)) {
            Grad.enabled(() -> {
                TokenBatch now = policy.logProbs(scope.manager(), prompts, answers);
                NDArray advantage = scope.manager().create(advantages).expandDims(1); // [batch, 1]
                Grad.backward(
                        Masked.mean(now.logProbs().mul(advantage), now.mask()).neg());
            });
        }
        double norm = optimizer.step(LEARNING_RATE, 0, MAX_NORM);
        if (!Double.isFinite(norm)) {
            throw new IllegalStateException("the gradient norm of a measured step is " + norm);
        }
    }

    @Override
    public void close() {
        arrays.close();
        optimizer.close();
        policy.close();
    }
}
