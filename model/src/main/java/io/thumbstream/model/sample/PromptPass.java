package io.thumbstream.model.sample;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * Prompts that are cached together in one pass, and the slots that want each of them.
 *
 * <p>A prompt shorter than the longest of its pass is filled up at its end with its own last token. That caches rubbish behind the
 * prompt, which no draw sees: a row decodes its positions in order, writes each one before it reads the cache, and hides all later ones.
 */
final class PromptPass {
    /** Most positions of a pass, padding included; one prompt that is longer has a pass by itself. Bounds what a pass needs of memory. */
    static final int MAX_TOKENS = 2_048;

    /** Largest share of a pass's positions that may be padding: it is computed like tokens. */
    private static final double MAX_PADDING = 0.25;

    private final List<Prompt> prompts;
    private final int time;

    /**
     * One prompt of a pass.
     *
     * @param tokens ids to cache, axis {@code [time]}, at least one
     * @param slots rows of the cache that get them, at least one
     */
    record Prompt(List<Integer> tokens, List<Integer> slots) {
        int length() {
            return tokens.size();
        }
    }

    PromptPass(List<Prompt> prompts) {
        this.prompts = List.copyOf(prompts);
        this.time = prompts.stream().mapToInt(Prompt::length).max().orElseThrow();
    }

    /**
     * Puts prompts of like length together, longest first.
     *
     * @param slotsOf the slots that want a prompt, by its tokens
     * @param maxTokens most positions of a pass of several prompts, padding included
     */
    static List<PromptPass> plan(Map<List<Integer>, List<Integer>> slotsOf, int maxTokens) {
        List<Prompt> sorted = new ArrayList<>();
        slotsOf.forEach((tokens, slots) -> sorted.add(new Prompt(tokens, slots)));
        sorted.sort(Comparator.comparingInt(Prompt::length).reversed());
        List<PromptPass> passes = new ArrayList<>();
        List<Prompt> open = new ArrayList<>();
        long tokens = 0;
        for (Prompt prompt : sorted) {
            tokens += prompt.length();
            if (!open.isEmpty()
                    && !fits(tokens, (open.size() + 1L) * open.get(0).length(), maxTokens)) {
                passes.add(new PromptPass(open));
                open.clear();
                tokens = prompt.length();
            }
            open.add(prompt);
        }
        if (!open.isEmpty()) {
            passes.add(new PromptPass(open));
        }
        return passes;
    }

    private static boolean fits(long tokens, long positions, int maxTokens) {
        return positions <= maxTokens && positions - tokens <= MAX_PADDING * positions;
    }

    int prompts() {
        return prompts.size();
    }

    /** Positions of the longest prompt. */
    int time() {
        return time;
    }

    /** Token ids, flattened from {@code [prompt, time]}. */
    long[] ids() {
        return prompts.stream()
                .flatMapToLong(
                        p -> IntStream.range(0, time).mapToLong(i -> p.tokens().get(Math.min(i, p.length() - 1))))
                .toArray();
    }

    /** Rows of the cache that are written, those of the first prompt first. */
    long[] slots() {
        return prompts.stream()
                .flatMapToLong(p -> p.slots().stream().mapToLong(Integer::longValue))
                .toArray();
    }

    /** Which prompt each of {@link #slots()} gets. */
    long[] sources() {
        return IntStream.range(0, prompts.size())
                .flatMap(row -> prompts.get(row).slots().stream().mapToInt(slot -> row))
                .asLongStream()
                .toArray();
    }
}
