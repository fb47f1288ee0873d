package io.thumbstream.lab.tasks.lexicon;

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
import java.util.function.IntConsumer;

/**
 * The policy that the bed begins with: a small transformer trained on answers that are as often about other topics as about the wanted
 * ones, in no order, of every length and style. It writes texts of the bed and prefers nothing.
 */
public final class LexiconBase {
    /** Longest answer, tokens. */
    public static final int ANSWER = 24;
    /** Gradient steps of the training. */
    public static final int STEPS = 400;

    private static final int BATCH = 32;
    private static final double RATE = 3e-3;
    private static final double MAX_NORM = 1;
    private static final int SHORTEST = 4;
    private static final double WANTED = 0.35;
    private static final double OTHER = 0.2;
    private static final double STYLE = 0.2;
    private static final LmConfig CONFIG =
            new LmConfig(new Words().vocabularySize(), 64, 2, 4, 4, 172, 32, 10_000, 1e-6, false);

    private LexiconBase() {}

    /**
     * Trains the base into {@code directory} unless one is there already.
     *
     * @param done told the steps done so far
     */
    public static void provide(Path directory, long bedSeed, IntConsumer done) throws IOException {
        if (Files.exists(directory.resolve(CausalLm.WEIGHTS))) {
            return;
        }
        Files.createDirectories(directory);
        SeededRandom random = new SeededRandom(bedSeed).child("lexicon-base");
        try (CausalLm model = CausalLm.create(CONFIG, bedSeed, Device.cpu());
                NDManager arrays = NDManager.newBaseManager(Device.cpu())) {
            model.parameters().requireGrad(true);
            try (AdamW optimizer = new AdamW(model.parameters(), AdamW.Settings.defaults())) {
                for (int step = 0; step < STEPS; step++) {
                    learn(model, optimizer, arrays, random.child(step));
                    done.accept(step + 1);
                }
            }
            model.save(directory);
        }
    }

    private static void learn(CausalLm model, AdamW optimizer, NDManager arrays, SeededRandom random) {
        int[][] prompts = new int[BATCH][];
        int[][] answers = new int[BATCH][];
        for (int row = 0; row < BATCH; row++) {
            LexiconPrompt prompt = LexiconPrompt.draw(random);
            prompts[row] = prompt.tokens();
            answers[row] = answer(prompt, random);
        }
        try (StepScope scope = StepScope.open(arrays)) {
            Grad.enabled(() -> {
                NDArray loss = model.meanLoss(scope.manager(), prompts, answers);
                Grad.backward(loss);
            });
        }
        double norm = optimizer.step(RATE, 0, MAX_NORM);
        if (!Double.isFinite(norm)) {
            throw new ArithmeticException("the base of the Lexicon bed has a gradient norm of " + norm);
        }
    }

    /** A text of the bed that answers nothing in particular, with its end token. */
    static int[] answer(LexiconPrompt prompt, SeededRandom random) {
        int length = SHORTEST + random.nextInt(ANSWER - SHORTEST);
        int[] tokens = new int[length + 1];
        for (int i = 0; i < length; i++) {
            tokens[i] = word(prompt, random);
        }
        tokens[length] = Words.END;
        return tokens;
    }

    private static int word(LexiconPrompt prompt, SeededRandom random) {
        double dice = random.nextDouble();
        if (dice < WANTED) {
            int topic = prompt.topics().get(random.nextInt(LexiconPrompt.TOPICS));
            return Words.word(topic, random.nextInt(Words.WORDS_PER_TOPIC));
        }
        if (dice < WANTED + OTHER) {
            return Words.word(random.nextInt(Words.TOPICS), random.nextInt(Words.WORDS_PER_TOPIC));
        }
        return dice < WANTED + OTHER + STYLE
                ? Words.style(random.nextInt(Words.DOMAINS))
                : Words.filler(random.nextInt(Words.FILLERS));
    }
}
