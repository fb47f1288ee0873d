package io.thumbstream.lab.tasks.chain;

import io.thumbstream.runtime.random.SeededRandom;
import java.util.ArrayList;
import java.util.List;

/** A derivation that is being written. One thread owns it. */
final class ChainText {
    private final ChainPrompt prompt;
    private final List<Integer> there;
    private final List<Integer> tokens = new ArrayList<>();

    /** Nothing written yet. */
    ChainText(ChainPrompt prompt) {
        this.prompt = prompt;
        this.there = new ArrayList<>(prompt.digits());
    }

    /** The step that does nothing. */
    void idle() {
        tokens.add(ChainWords.digit(0));
        tokens.add(ChainWords.STEP);
    }

    /**
     * Puts two drawn numbers together.
     *
     * @param wrong whether the result is another digit than the right one
     */
    void step(boolean wrong, SeededRandom random) {
        int first = take(random);
        int second = take(random);
        int right = prompt.combine(first, second);
        int result = wrong ? prompt.other(right, random) : right;
        tokens.add(ChainWords.digit(first));
        tokens.add(prompt.operator());
        tokens.add(ChainWords.digit(second));
        tokens.add(ChainWords.EQUALS);
        tokens.add(ChainWords.digit(result));
        tokens.add(ChainWords.STEP);
        there.add(result);
    }

    private int take(SeededRandom random) {
        return there.remove(random.nextInt(there.size()));
    }

    /** The newest number; the only one after the last step. */
    int left() {
        return there.get(there.size() - 1);
    }

    /** All that was written, then the answer and the end token. */
    int[] end(int answer) {
        tokens.add(ChainWords.digit(answer));
        tokens.add(ChainWords.END);
        return tokens.stream().mapToInt(Integer::intValue).toArray();
    }
}
