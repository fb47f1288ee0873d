package io.thumbstream.lab.tasks.chain;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * What is true of an answer.
 *
 * <p>An answer is steps and, behind them, one digit and the end token. A step {@code x op y = z ;} takes two of the numbers that are there, at
 * first the digits of the prompt, and puts {@code z} in their place; it is valid when both are there and {@code z} is right modulo 10. The step
 * {@code 0 ;} is valid and does nothing. After a step that takes numbers which are there, {@code z} is there even when it is wrong, so that
 * later steps are judged for themselves; a step of any other form changes nothing.
 *
 * @param steps verdict of each step, in order
 * @param right whether the digit behind the steps is the answer, by whatever way it was found
 * @param route of an answer that is clean: its pairs of numbers in the order in which they were put together, the smaller one first
 */
public record ChainVerdict(List<Step> steps, boolean right, Optional<String> route) {
    private static final int LENGTH = 5;

    /** What a step is. */
    public enum Step {
        /** Valid, and one number fewer is left. */
        USEFUL,
        /** Valid, and nothing happened. */
        USELESS,
        /** Not valid. */
        INVALID
    }

    public ChainVerdict {
        steps = List.copyOf(steps);
    }

    /** Whether all steps are valid and leave one number, which is the answer. A right answer that is not clean is lucky. */
    public boolean clean() {
        return route.isPresent();
    }

    /** Place of the first step that is not valid, from 0, or -1. */
    public int firstError() {
        return steps.indexOf(Step.INVALID);
    }

    /**
     * Judges an answer.
     *
     * @param answer token ids; one without an end token among the first {@link ChainBase#ANSWER} is not right
     */
    public static ChainVerdict of(ChainPrompt prompt, int[] answer) {
        int end = 0;
        while (end < answer.length && answer[end] != ChainWords.END) {
            end++;
        }
        boolean ended = end < Math.min(answer.length, ChainBase.ANSWER);
        List<Integer> there = new ArrayList<>(prompt.digits());
        List<Step> steps = new ArrayList<>();
        List<String> pairs = new ArrayList<>();
        int from = 0;
        for (int at = 0; at < end; at++) {
            if (answer[at] == ChainWords.STEP) {
                steps.add(step(prompt, Arrays.copyOfRange(answer, from, at), there, pairs));
                from = at + 1;
            }
        }
        boolean right = ended && end - from == 1 && ChainWords.digitOf(answer[from]) == prompt.answer();
        boolean clean = right && !steps.contains(Step.INVALID) && there.size() == 1;
        return new ChainVerdict(steps, right, clean ? Optional.of(String.join(", ", pairs)) : Optional.empty());
    }

    /** Judges one step without its end and changes what is there. */
    private static Step step(ChainPrompt prompt, int[] tokens, List<Integer> there, List<String> pairs) {
        if (tokens.length == 1 && ChainWords.digitOf(tokens[0]) == 0) {
            return Step.USELESS;
        }
        if (tokens.length != LENGTH || tokens[1] != prompt.operator() || tokens[3] != ChainWords.EQUALS) {
            return Step.INVALID;
        }
        int first = ChainWords.digitOf(tokens[0]);
        int second = ChainWords.digitOf(tokens[2]);
        int result = ChainWords.digitOf(tokens[4]);
        List<Integer> left = new ArrayList<>(there);
        boolean taken = left.remove(Integer.valueOf(first)) && left.remove(Integer.valueOf(second));
        if (!taken || result < 0) {
            return Step.INVALID;
        }
        there.clear();
        there.addAll(left);
        there.add(result);
        pairs.add(Math.min(first, second) + " " + Math.max(first, second));
        return result == prompt.combine(first, second) ? Step.USEFUL : Step.INVALID;
    }
}
