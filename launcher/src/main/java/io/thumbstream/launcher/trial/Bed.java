package io.thumbstream.launcher.trial;

import io.thumbstream.lab.tasks.lexicon.LexiconProxy;
import io.thumbstream.model.text.Tokenizer;
import io.thumbstream.runtime.random.SeededRandom;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.IntConsumer;

/** What is asked in a trial, what an answer is worth under the wishes of one step, and which policy it begins with. Immutable. */
interface Bed {
    /** The bed under the wishes of the start. */
    static Bed of(BedSettings settings) {
        return switch (settings.task()) {
            case LEXICON -> new LexiconBed(settings);
            case CHAIN -> new ChainBed(settings);
            case DESK -> new DeskBed(settings);
        };
    }

    /** The same under the wishes of {@code step}. */
    Bed at(int step);

    /** Gradient steps that training the first policy takes. */
    int baseSteps();

    /**
     * Trains the first policy into {@code directory} unless one is there already.
     *
     * @param done told the steps done so far
     */
    void provide(Path directory, IntConsumer done) throws IOException;

    /** Its words, of prompts and answers. */
    Tokenizer words();

    /** Longest answer with its end token, tokens. */
    int longest();

    /** Prompts of {@code step}, drawn, as token ids. */
    List<int[]> prompts(SeededRandom random, int count, int step);

    /**
     * What an answer is worth, in [0, 1].
     *
     * @param prompt token ids
     * @param answer token ids; from the end token on nothing counts
     */
    double worth(int[] prompt, int[] answer);

    /** What a proxy gives an answer; arguments as for {@link #worth}. */
    double score(LexiconProxy proxy, int[] prompt, int[] answer);

    /** By which way a right answer was found, where it was found without an error and the bed knows ways; arguments as for {@link #worth}. */
    Optional<String> route(int[] prompt, int[] answer);

    /** Parts of the reward by name that stand beside the score, as on a bed of two aspects; arguments as for {@link #worth}. */
    default Map<String, Double> parts(int[] prompt, int[] answer) {
        return Map.of();
    }

    /** Whether an answer is good in both aspects of the bed; never on a bed without. Arguments as for {@link #worth}. */
    default boolean goodInBoth(int[] prompt, int[] answer) {
        return false;
    }

    /**
     * What somebody makes of an answer who knows what it is worth, as token ids without an end; the answer as it is on a bed where nobody
     * does.
     *
     * @param most words that are replaced at most
     */
    default int[] corrected(int[] prompt, int[] answer, int most) {
        return answer;
    }

    /** Whether a person watches every answer as it is made, and does nothing but let it be or take over. */
    default boolean watched() {
        return false;
    }

    /**
     * What a person who watches makes of an answer, which may be the same; empty where nobody takes over.
     *
     * @param quality probability that it is right, in [0, 1]
     */
    default Optional<String> takeOver(int[] prompt, int[] answer, double quality, SeededRandom random) {
        return Optional.empty();
    }
}
