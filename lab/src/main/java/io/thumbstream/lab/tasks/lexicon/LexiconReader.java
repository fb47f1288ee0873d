package io.thumbstream.lab.tasks.lexicon;

import io.thumbstream.lab.tasks.TextTraining;
import io.thumbstream.lab.tasks.WordList;
import io.thumbstream.model.lm.LmConfig;
import io.thumbstream.model.text.ChatFormat;
import io.thumbstream.model.text.Turn;
import io.thumbstream.runtime.random.SeededRandom;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.function.IntConsumer;

/**
 * What a reward model on a transformer begins with: a small one trained on unlabelled answers of the bed as turns of a conversation. It
 * knows the words and prefers nothing. {@link LexiconBase} reads the bed's tokens without turns, so it cannot serve.
 */
public final class LexiconReader {
    /** Gradient steps of the training. */
    public static final int STEPS = 400;

    private static final LmConfig CONFIG =
            new LmConfig(new ChatWords().vocabularySize(), 64, 2, 4, 4, 172, 48, 10_000, 1e-6, false);

    private LexiconReader() {}

    /**
     * Trains the reader into {@code directory} unless one is there already.
     *
     * @param steps gradient steps, at least 1
     * @param done told the steps done so far
     */
    public static void provide(Path directory, long bedSeed, int steps, IntConsumer done) throws IOException {
        WordList words = Words.list();
        ChatFormat format = new ChatFormat(new ChatWords());
        SeededRandom random = new SeededRandom(bedSeed).child("lexicon-reader");
        new TextTraining(CONFIG, steps, "the reader of the Lexicon bed")
                .provide(directory, bedSeed, random, source -> text(words, format, source), done);
    }

    private static TextTraining.Text text(WordList words, ChatFormat format, SeededRandom random) {
        LexiconPrompt prompt = LexiconPrompt.draw(random);
        String asked = words.decode(prompt.tokens()).strip();
        String answer = words.decode(LexiconText.BASE.draw(prompt, random)).strip();
        return new TextTraining.Text(format.promptIds(List.of(Turn.user(asked))), format.responseIds(answer));
    }
}
