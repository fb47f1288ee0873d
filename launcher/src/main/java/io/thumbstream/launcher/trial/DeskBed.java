package io.thumbstream.launcher.trial;

import io.thumbstream.lab.tasks.desk.DeskBase;
import io.thumbstream.lab.tasks.desk.DeskMenu;
import io.thumbstream.lab.tasks.desk.DeskScreen;
import io.thumbstream.lab.tasks.desk.DeskWords;
import io.thumbstream.lab.tasks.lexicon.LexiconProxy;
import io.thumbstream.model.text.Tokenizer;
import io.thumbstream.runtime.random.SeededRandom;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.IntConsumer;

/**
 * Single clicks on the way to hidden goals: an answer is worth 1 when it is the right click and 0 when not. A person watches each of them.
 *
 * @param settings of the bed
 * @param menu where the buttons lead
 */
record DeskBed(BedSettings settings, DeskMenu menu) implements Bed {
    /** The bed with the menu of its seed. */
    DeskBed(BedSettings settings) {
        this(settings, DeskMenu.draw(settings.seed()));
    }

    @Override
    public Bed at(int step) {
        return this;
    }

    @Override
    public int baseSteps() {
        return settings.baseSteps() == 0 ? DeskBase.STEPS : settings.baseSteps();
    }

    @Override
    public void provide(Path directory, IntConsumer done) throws IOException {
        DeskBase.provide(directory, settings.seed(), baseSteps(), done);
    }

    @Override
    public Tokenizer words() {
        return DeskWords.list();
    }

    @Override
    public int longest() {
        return DeskBase.ANSWER;
    }

    @Override
    public List<int[]> prompts(SeededRandom random, int count, int step) {
        List<int[]> prompts = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            prompts.add(menu.screen(random).tokens());
        }
        return prompts;
    }

    @Override
    public double worth(int[] prompt, int[] answer) {
        return menu.right(DeskScreen.of(prompt), answer) ? 1 : 0;
    }

    @Override
    public double score(LexiconProxy proxy, int[] prompt, int[] answer) {
        int[] words =
                Arrays.stream(answer).takeWhile(token -> token != DeskWords.END).toArray();
        return proxy.score(settings.seed(), prompt, words, worth(prompt, answer));
    }

    @Override
    public Optional<String> route(int[] prompt, int[] answer) {
        return Optional.empty();
    }

    @Override
    public boolean watched() {
        return true;
    }

    @Override
    public Optional<String> takeOver(int[] prompt, int[] answer, double quality, SeededRandom random) {
        OptionalInt click = menu.takeOver(DeskScreen.of(prompt), answer, quality, random);
        return click.isEmpty()
                ? Optional.empty()
                : Optional.of(words().decode(new int[] {click.getAsInt()}).strip());
    }
}
