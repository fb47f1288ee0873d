package io.thumbstream.launcher.trial;

import io.thumbstream.lab.tasks.chain.ChainBase;
import io.thumbstream.lab.tasks.chain.ChainPrompt;
import io.thumbstream.lab.tasks.chain.ChainVerdict;
import io.thumbstream.lab.tasks.chain.ChainWords;
import io.thumbstream.lab.tasks.lexicon.LexiconProxy;
import io.thumbstream.model.text.Tokenizer;
import io.thumbstream.runtime.random.SeededRandom;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.IntConsumer;

/**
 * Sums and products that are worked out in steps: an answer is worth 1 when it is right and 0 when not, and nobody's wishes change that.
 *
 * @param settings of the bed
 */
record ChainBed(BedSettings settings) implements Bed {
    @Override
    public Bed at(int step) {
        return this;
    }

    @Override
    public int baseSteps() {
        return settings.baseSteps() == 0 ? ChainBase.STEPS : settings.baseSteps();
    }

    @Override
    public void provide(Path directory, IntConsumer done) throws IOException {
        ChainBase.provide(directory, settings.seed(), baseSteps(), done);
    }

    @Override
    public Tokenizer words() {
        return ChainWords.list();
    }

    @Override
    public int longest() {
        return ChainBase.ANSWER;
    }

    @Override
    public List<int[]> prompts(SeededRandom random, int count, int step) {
        List<int[]> prompts = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            prompts.add(ChainPrompt.draw(random).tokens());
        }
        return prompts;
    }

    @Override
    public double worth(int[] prompt, int[] answer) {
        return ChainVerdict.of(ChainPrompt.of(prompt), answer).right() ? 1 : 0;
    }

    @Override
    public double score(LexiconProxy proxy, int[] prompt, int[] answer) {
        int[] words = Arrays.stream(answer)
                .takeWhile(token -> token != ChainWords.END)
                .toArray();
        return proxy.score(settings.seed(), prompt, words, worth(prompt, answer));
    }

    @Override
    public Optional<String> route(int[] prompt, int[] answer) {
        return ChainVerdict.of(ChainPrompt.of(prompt), answer).route();
    }
}
