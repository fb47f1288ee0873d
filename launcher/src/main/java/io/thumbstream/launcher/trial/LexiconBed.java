package io.thumbstream.launcher.trial;

import io.thumbstream.lab.tasks.lexicon.LexiconBase;
import io.thumbstream.lab.tasks.lexicon.LexiconCorrection;
import io.thumbstream.lab.tasks.lexicon.LexiconPrompt;
import io.thumbstream.lab.tasks.lexicon.LexiconProxy;
import io.thumbstream.lab.tasks.lexicon.LexiconTaste;
import io.thumbstream.lab.tasks.lexicon.Words;
import io.thumbstream.model.text.Tokenizer;
import io.thumbstream.runtime.random.SeededRandom;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.IntConsumer;

/**
 * Short texts that are worth something by taste, which may change.
 *
 * @param settings of the bed
 * @param first taste at the start
 * @param taste whose worth counts now
 */
record LexiconBed(BedSettings settings, LexiconTaste first, LexiconTaste taste) implements Bed {
    /** The bed at the start. */
    LexiconBed(BedSettings settings) {
        this(settings, LexiconTaste.draw(settings.seed()));
    }

    private LexiconBed(BedSettings settings, LexiconTaste first) {
        this(settings, first, first);
    }

    @Override
    public Bed at(int step) {
        return new LexiconBed(settings, first, first.moved(settings.moved(step)));
    }

    @Override
    public int baseSteps() {
        return LexiconBase.STEPS;
    }

    @Override
    public void provide(Path directory, IntConsumer done) throws IOException {
        LexiconBase.provide(directory, settings.seed(), done);
    }

    @Override
    public Tokenizer words() {
        return Words.list();
    }

    @Override
    public int longest() {
        return LexiconBase.ANSWER;
    }

    @Override
    public List<int[]> prompts(SeededRandom random, int count, int step) {
        List<int[]> prompts = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            prompts.add(settings.secondHalf(step)
                    .map(second -> LexiconPrompt.drawHalf(random, second))
                    .orElseGet(() -> LexiconPrompt.draw(random))
                    .tokens());
        }
        return prompts;
    }

    @Override
    public double worth(int[] prompt, int[] answer) {
        return taste.worth(LexiconPrompt.of(prompt), answer);
    }

    @Override
    public double score(LexiconProxy proxy, int[] prompt, int[] answer) {
        return proxy.score(settings.seed(), taste, LexiconPrompt.of(prompt), answer);
    }

    @Override
    public Optional<String> route(int[] prompt, int[] answer) {
        return Optional.empty();
    }

    @Override
    public Map<String, Double> parts(int[] prompt, int[] answer) {
        return settings.aspects().scores(LexiconPrompt.of(prompt), answer);
    }

    @Override
    public boolean goodInBoth(int[] prompt, int[] answer) {
        return settings.aspects().both(LexiconPrompt.of(prompt), answer);
    }

    @Override
    public int[] corrected(int[] prompt, int[] answer, int most) {
        return LexiconCorrection.of(taste, LexiconPrompt.of(prompt), answer, most);
    }
}
