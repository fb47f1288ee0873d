package io.thumbstream.launcher.votes;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.SplittableRandom;
import java.util.zip.GZIPOutputStream;

/**
 * Generated files of two debates: four arguments each, and votes that mostly prefer the longer one.
 *
 * <p>Every vote is another person's and has a time of its own; the newest stands first.
 */
public final class Debates {
    /** Questions, each with one side. */
    public static final List<String> NAMES = List.of("tea-or-coffee", "cats-or-dogs");

    private static final int ARGUMENTS = 4;
    private static final long FIRST_MILLIS = 1_600_000_000_000L;
    private static final int TIE_EVERY = 5;

    private Debates() {}

    /** Writes the arguments, gzipped. */
    public static Path arguments(Path folder) throws IOException {
        List<String> lines = new ArrayList<>();
        for (String debate : NAMES) {
            for (int i = 0; i < ARGUMENTS; i++) {
                lines.add("{\"debate\":\"%s\",\"id\":\"a%d\",\"stance\":\"first\",\"title\":\"%s?\",\"text\":\"%s\"}"
                        .formatted(debate, i, debate, "because it is better ".repeat(i + 1)));
            }
        }
        Path file = folder.resolve("arguments.jsonl.gz");
        try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(file))) {
            out.write(String.join("\n", lines).getBytes(StandardCharsets.UTF_8));
        }
        return file;
    }

    /** {@code count} usable votes, every fifth a tie, newest first. */
    public static List<String> votes(int count) {
        List<String> lines = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            lines.add(vote(i));
        }
        Collections.reverse(lines);
        return lines;
    }

    /** The vote of the {@code number}-th moment. */
    public static String vote(int number) {
        SplittableRandom random = new SplittableRandom(number);
        int first = random.nextInt(ARGUMENTS);
        int second = (first + 1 + random.nextInt(ARGUMENTS - 1)) % ARGUMENTS;
        boolean tie = number % TIE_EVERY == TIE_EVERY - 1;
        return "{\"debate\":\"%s\",\"a\":\"a%d\",\"b\":\"a%d\",\"choice\":\"%s\",\"rater\":\"r%d\",\"submitted\":%d}"
                .formatted(
                        NAMES.get(number % NAMES.size()),
                        first,
                        second,
                        tie ? "tie" : first > second ? "a" : "b",
                        number,
                        FIRST_MILLIS + 1000L * number);
    }

    /** A vote about an argument that nobody made. */
    public static String aboutNobody() {
        return vote(0).replaceFirst("\"a\":\"a\\d\"", "\"a\":\"a99\"");
    }

    /** Writes lines. */
    public static Path file(Path folder, String name, List<String> lines) throws IOException {
        return Files.write(folder.resolve(name), lines);
    }
}
