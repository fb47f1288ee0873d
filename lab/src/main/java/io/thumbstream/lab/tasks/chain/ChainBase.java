package io.thumbstream.lab.tasks.chain;

import io.thumbstream.lab.tasks.TextTraining;
import io.thumbstream.model.lm.LmConfig;
import io.thumbstream.runtime.random.SeededRandom;
import java.io.IOException;
import java.nio.file.Path;
import java.util.function.IntConsumer;

/**
 * The policy that the bed begins with: a small transformer trained on derivations of which some are right, some wrong and some right by luck.
 *
 * <p>Of the texts {@code RIGHT} are clean, {@code LUCKY} have one wrong result and the right answer all the same, and the rest have one wrong
 * result that the later steps and the answer follow; {@code IDLE} of all have one useless step at a drawn place. Which two numbers are put
 * together next is drawn evenly. So 55 % of the texts end with the right answer. The policy is meant to be right less often, in 30 to 50 % of its
 * answers, because its steps fail one by one and it need not have learned all sums and products; the first measurement of a run says what it is.
 */
public final class ChainBase {
    /** Longest answer, tokens. */
    public static final int ANSWER = 24;
    /** Gradient steps of the training. */
    public static final int STEPS = 1200;

    static final double RIGHT = 0.45;
    static final double LUCKY = 0.1;
    static final double IDLE = 0.1;

    private static final LmConfig CONFIG =
            new LmConfig(ChainWords.list().vocabularySize(), 64, 2, 4, 4, 172, 32, 10_000, 1e-6, false);

    private ChainBase() {}

    /**
     * Trains the base into {@code directory} unless one is there already.
     *
     * @param steps gradient steps, at least 1
     * @param done told the steps done so far
     */
    public static void provide(Path directory, long bedSeed, int steps, IntConsumer done) throws IOException {
        SeededRandom random = new SeededRandom(bedSeed).child("chain-base");
        new TextTraining(CONFIG, steps, "the base of the Chain bed")
                .provide(directory, bedSeed, random, ChainBase::text, done);
    }

    private static TextTraining.Text text(SeededRandom random) {
        ChainPrompt prompt = ChainPrompt.draw(random);
        return new TextTraining.Text(prompt.tokens(), answer(prompt, random));
    }

    /** A derivation as the base learns them, with its end token. */
    static int[] answer(ChainPrompt prompt, SeededRandom random) {
        double kind = random.nextDouble();
        ChainText text = new ChainText(prompt);
        int useful = prompt.digits().size() - 1;
        int wrong = kind < RIGHT ? -1 : random.nextInt(useful);
        int idle = random.nextDouble() < IDLE ? random.nextInt(useful) : -1;
        for (int step = 0; step < useful; step++) {
            if (step == idle) {
                text.idle();
            }
            text.step(step == wrong, random);
        }
        boolean lucky = kind >= RIGHT && kind < RIGHT + LUCKY;
        return text.end(lucky ? prompt.answer() : text.left());
    }
}
