package io.thumbstream.lab.tasks.lexicon;

import io.thumbstream.lab.tasks.TextTraining;
import io.thumbstream.model.lm.LmConfig;
import io.thumbstream.runtime.random.SeededRandom;
import java.io.IOException;
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

    private static final int SHORTEST = 4;
    private static final double WANTED = 0.35;
    private static final double OTHER = 0.2;
    private static final double STYLE = 0.2;
    private static final LmConfig CONFIG =
            new LmConfig(Words.list().vocabularySize(), 64, 2, 4, 4, 172, 32, 10_000, 1e-6, false);

    private LexiconBase() {}

    /**
     * Trains the base into {@code directory} unless one is there already.
     *
     * @param done told the steps done so far
     */
    public static void provide(Path directory, long bedSeed, IntConsumer done) throws IOException {
        SeededRandom random = new SeededRandom(bedSeed).child("lexicon-base");
        new TextTraining(CONFIG, STEPS, "the base of the Lexicon bed")
                .provide(directory, bedSeed, random, LexiconBase::text, done);
    }

    private static TextTraining.Text text(SeededRandom random) {
        LexiconPrompt prompt = LexiconPrompt.draw(random);
        return new TextTraining.Text(prompt.tokens(), answer(prompt, random));
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
