package io.thumbstream.lab.tasks.desk;

import io.thumbstream.lab.tasks.TextTraining;
import io.thumbstream.model.lm.LmConfig;
import io.thumbstream.runtime.random.SeededRandom;
import java.io.IOException;
import java.nio.file.Path;
import java.util.function.IntConsumer;

/**
 * The policy that the bed begins with: a small transformer trained on clicks of which half are right and the others any of the six wrong ones.
 *
 * <p>It is meant to click right about as often as what it learned from, a little less where it has not learned a screen; the first measurement of a
 * run says how often.
 */
public final class DeskBase {
    /** Longest answer, tokens: a click and the end. */
    public static final int ANSWER = 2;
    /** Gradient steps of the training. */
    public static final int STEPS = 1000;

    static final double RIGHT = 0.5;

    private static final LmConfig CONFIG =
            new LmConfig(DeskWords.list().vocabularySize(), 64, 2, 4, 4, 172, 32, 10_000, 1e-6, false);

    private DeskBase() {}

    /**
     * Trains the base into {@code directory} unless one is there already.
     *
     * @param steps gradient steps, at least 1
     * @param done told the steps done so far
     */
    public static void provide(Path directory, long bedSeed, int steps, IntConsumer done) throws IOException {
        DeskMenu menu = DeskMenu.draw(bedSeed);
        SeededRandom random = new SeededRandom(bedSeed).child("desk-base");
        new TextTraining(CONFIG, steps, "the base of the Desk bed")
                .provide(directory, bedSeed, random, own -> text(menu, own), done);
    }

    /** A screen and a click on it as the base learns them. */
    static TextTraining.Text text(DeskMenu menu, SeededRandom random) {
        DeskScreen screen = menu.screen(random);
        int right = menu.right(screen);
        int click = random.nextDouble() < RIGHT ? right : menu.wrong(screen, right, random);
        return new TextTraining.Text(screen.tokens(), new int[] {click, DeskWords.END});
    }
}
