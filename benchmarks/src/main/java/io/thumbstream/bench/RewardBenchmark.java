package io.thumbstream.bench;

import io.thumbstream.model.reward.NgramTrunkSettings;
import io.thumbstream.model.reward.RewardTrunk;
import io.thumbstream.model.reward.RewardTrunks;
import io.thumbstream.model.reward.ScoreInput;
import io.thumbstream.model.tensor.Grad;
import io.thumbstream.runtime.random.SeededRandom;
import java.util.ArrayList;
import java.util.List;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/** The reward model over n-grams: scores of 64 answers, and a step on a batch of 32 labels. */
@State(Scope.Thread)
public class RewardBenchmark extends Measured implements AutoCloseable {
    private static final int SCORED = 64;
    private static final int LABELS = 32;
    private static final int WORDS = 24;
    private static final List<String> VOCABULARY = List.of(
            "the", "order", "refund", "please", "sorry", "we", "you", "password", "reset", "link", "today", "shipped");

    private final RewardTrunk trunk = RewardTrunks.ngram(NgramTrunkSettings.defaults(), SEED);
    private final List<ScoreInput> answers = new ArrayList<>();
    private final List<ScoreInput> labelled = new ArrayList<>();

    @Setup(Level.Trial)
    public void begin() {
        Grad.prepareThread();
        SeededRandom random = new SeededRandom(SEED).child("reward");
        for (int i = 0; i < SCORED; i++) {
            answers.add(new ScoreInput(text(random), text(random)));
        }
        labelled.addAll(answers.subList(0, LABELS));
    }

    private static String text(SeededRandom random) {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < WORDS; i++) {
            text.append(VOCABULARY.get(random.nextInt(VOCABULARY.size()))).append(' ');
        }
        return text.toString();
    }

    /** All members. */
    @Benchmark
    public double[][] scoresOf64() {
        return trunk.scores(answers);
    }

    /** Forward, the slope {@code p - y} of the logistic loss for labels of 0 and 1 in turn, and the update. */
    @Benchmark
    public boolean stepOf32() {
        try (RewardTrunk.Pass pass = trunk.forward(labelled)) {
            double[][] scores = pass.scores();
            double[][] slopes = new double[scores.length][];
            for (int i = 0; i < scores.length; i++) {
                slopes[i] = new double[scores[i].length];
                for (int member = 0; member < scores[i].length; member++) {
                    slopes[i][member] = (1 / (1 + Math.exp(-scores[i][member])) - i % 2) / LABELS;
                }
            }
            return pass.update(slopes);
        }
    }

    @Override
    @TearDown(Level.Trial)
    public void close() {
        trunk.close();
    }
}
