package io.thumbstream.bench;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import io.thumbstream.model.lm.CausalLm;
import io.thumbstream.model.lm.LmConfig;
import io.thumbstream.model.lm.RecomputedPass;
import io.thumbstream.model.lm.TokenBatch;
import io.thumbstream.model.optim.AdamW;
import io.thumbstream.model.tensor.Grad;
import io.thumbstream.model.tensor.Masked;
import io.thumbstream.model.tensor.StepScope;
import io.thumbstream.runtime.random.SeededRandom;
import java.util.Arrays;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/** A policy step of the shipped shape on 16 x 128 tokens, {@code L = -mean over tokens (A log pi)}: forward, backward, AdamW. */
@State(Scope.Thread)
public class PolicyStepBenchmark extends Measured implements AutoCloseable {
    private static final int ROWS = 16;
    private static final int TOKENS = 128;
    private static final double LEARNING_RATE = 1e-5;

    private final CausalLm policy = CausalLm.create(LmConfig.base(1024), SEED, Device.cpu());
    private final AdamW optimizer = new AdamW(policy.parameters(), AdamW.Settings.defaults());
    private final NDManager arrays = NDManager.newBaseManager(Device.cpu());
    private final int[][] prompts = new int[ROWS][1];
    private final int[][] answers = new int[ROWS][TOKENS - 1];
    private final float[] advantages = new float[ROWS];

    @Setup(Level.Trial)
    public void begin() {
        Grad.prepareThread();
        policy.parameters().requireGrad(true);
        SeededRandom random = new SeededRandom(SEED).child("policy-step");
        int words = policy.config().vocabularySize();
        for (int row = 0; row < ROWS; row++) {
            prompts[row][0] = random.nextInt(words);
            Arrays.setAll(answers[row], unused -> random.nextInt(words));
            advantages[row] = (float) random.nextGaussian();
        }
    }

    /** As usual. */
    @Benchmark
    public double step() {
        try (StepScope scope = StepScope.open(arrays)) {
            Grad.enabled(() -> {
                TokenBatch now = policy.logProbs(scope.manager(), prompts, answers);
                Grad.backward(loss(scope.manager(), now));
            });
        }
        return optimizer.step(LEARNING_RATE, 0, 1);
    }

    /** With activations that are computed again in backward. */
    @Benchmark
    public double stepComputedAgain() {
        try (StepScope scope = StepScope.open(arrays)) {
            Grad.enabled(() -> {
                RecomputedPass pass = policy.recomputed(scope.manager(), prompts, answers, 1);
                Grad.backward(loss(scope.manager(), pass.tokens()));
                pass.backward();
            });
        }
        return optimizer.step(LEARNING_RATE, 0, 1);
    }

    private NDArray loss(NDManager manager, TokenBatch now) {
        NDArray advantage = manager.create(advantages).expandDims(1); // [batch, 1]
        return Masked.mean(now.logProbs().mul(advantage), now.mask()).neg();
    }

    @Override
    @TearDown(Level.Trial)
    public void close() {
        arrays.close();
        optimizer.close();
        policy.close();
    }
}
