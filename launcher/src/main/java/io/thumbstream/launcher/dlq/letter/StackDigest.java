package io.thumbstream.launcher.dlq.letter;

import io.thumbstream.model.checkpoint.Digests;
import java.util.List;

/**
 * A stack trace in short: alike for failures at the same place of the code, whatever their messages say.
 *
 * @param digest first letters of the sha256 of its first {@value #DIGESTED} frames; empty when it has none
 * @param top its first frames
 */
public record StackDigest(String digest, List<String> top) {
    private static final int LETTERS = 12;
    /** Few enough to be in every letter, whose stack is cut behind a number of characters, its message included. */
    private static final int DIGESTED = 8;

    private static final int SHOWN = 3;
    private static final String FRAME = "at ";

    /** Of a stack trace as Java prints it; its last line may be cut. */
    public static StackDigest of(String stack) {
        List<String> frames = stack.lines()
                .map(String::strip)
                .filter(line -> line.startsWith(FRAME))
                .map(line -> line.substring(FRAME.length()))
                .limit(DIGESTED)
                .toList();
        if (frames.isEmpty()) {
            return new StackDigest("", List.of());
        }
        return new StackDigest(
                Digests.of(String.join("\n", frames)).substring(0, LETTERS),
                frames.stream().limit(SHOWN).toList());
    }
}
