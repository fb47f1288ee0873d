package io.thumbstream.launcher.chaos;

import io.thumbstream.lab.report.Demand;
import io.thumbstream.lab.report.Figure;
import io.thumbstream.lab.trace.Position;
import io.thumbstream.launcher.dlq.letter.Letter;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** Compares records that nobody can read with the dead letters that were made of them. */
final class PoisonLetters {
    private PoisonLetters() {}

    /**
     * A record that nobody can read.
     *
     * @param at where it lies
     * @param sha256 digest of its bytes
     */
    record Planted(Position at, String sha256) {}

    /**
     * A dead letter.
     *
     * @param source where its record lies, as its headers say
     * @param cause why, as its headers say
     * @param sha256 digest of its bytes
     */
    record Found(Optional<Position> source, Letter.Cause cause, String sha256) {}

    /** Whether every record of {@code planted} has a letter. */
    static boolean complete(List<Planted> planted, List<Found> found) {
        Set<Position> sources =
                found.stream().flatMap(letter -> letter.source().stream()).collect(Collectors.toSet());
        return planted.stream().allMatch(poison -> sources.contains(poison.at()));
    }

    /** What became of {@code planted}: each should have a letter with its bytes and all headers, and no service two. */
    static Evidence judge(List<Planted> planted, List<Found> found) {
        Map<Position, List<Found>> letters = new HashMap<>();
        for (Found letter : found) {
            letter.source().ifPresent(at -> letters.computeIfAbsent(at, first -> new ArrayList<>())
                    .add(letter));
        }
        List<String> faults = new ArrayList<>();
        long missing = 0;
        long wrong = 0;
        long repeated = 0;
        for (Planted poison : planted) {
            List<Found> own = letters.getOrDefault(poison.at(), List.of());
            String name = "the unreadable record at " + Letter.place(poison.at());
            Set<String> services = new HashSet<>();
            if (own.isEmpty()) {
                missing++;
                faults.add(name + " has no dead letter");
            }
            for (Found letter : own) {
                if (!named(letter.cause()) || !letter.sha256().equals(poison.sha256())) {
                    wrong++;
                    faults.add(name + " has a dead letter with other bytes, or without all headers");
                }
                if (!services.add(letter.cause().service())) {
                    repeated++;
                    faults.add(name + " has two dead letters of the service "
                            + letter.cause().service());
                }
            }
        }
        return new Evidence(
                List.of(
                        new Figure("poison-planted", planted.size(), "records", Demand.atLeast(1)),
                        new Figure("poison-without-letter", missing, "records", Demand.exactly(0)),
                        new Figure("poison-letters-wrong", wrong, "letters", Demand.exactly(0)),
                        new Figure("poison-letters-repeated", repeated, "letters", Demand.exactly(0))),
                faults);
    }

    /** The message may be empty; all else names something. */
    private static boolean named(Letter.Cause cause) {
        return !cause.service().isBlank()
                && !cause.reason().isBlank()
                && !cause.error().isBlank()
                && !cause.stack().isBlank();
    }
}
