package io.thumbstream.lab.completeness;

import io.thumbstream.lab.completeness.FeedbackRecord.Answer;
import io.thumbstream.lab.completeness.FeedbackRecord.Vote;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * How soon feedback comes, kind by kind, in event time alone: the record ends with its newest event.
 *
 * @param kinds one for each kind that was asked for, with or without votes
 * @param votes different votes of these kinds
 * @param unmatched of these, votes about answers that are not in the record as shown
 */
public record Completeness(List<KindCompleteness> kinds, long votes, long unmatched) {
    private static final double NANOS_PER_SECOND = 1e9;
    private static final int FEWEST_COMPARED = 2;

    public Completeness {
        kinds = List.copyOf(kinds);
    }

    /**
     * Estimates the curves.
     *
     * @param leastAtRisk see {@link ArrivalCurve#of}
     */
    public static Completeness of(FeedbackRecord record, List<Kind> kinds, int leastAtRisk) {
        Map<String, Instant> shown = new HashMap<>();
        record.answers().forEach(answer -> shown.merge(answer.id(), answer.at(), Completeness::earlier));
        Map<String, Instant> compared = compared(record.answers());
        Optional<Instant> end = end(record);
        Map<String, List<Vote>> byKind = byKind(record.votes());
        List<KindCompleteness> found = new ArrayList<>();
        long votes = 0;
        long unmatched = 0;
        for (Kind kind : kinds) {
            Map<String, Instant> waiting = kind.compares() ? compared : shown;
            Map<String, Double> delays = new HashMap<>();
            List<Vote> cast = byKind.getOrDefault(kind.name(), List.of());
            for (Vote vote : cast) {
                Optional<Instant> answered = answered(vote, shown);
                String unit = unit(vote, kind);
                if (answered.isPresent() && waiting.containsKey(unit)) {
                    delays.merge(unit, seconds(answered.get(), vote.at()), Math::min);
                } else {
                    unmatched++;
                }
            }
            votes += cast.size();
            found.add(KindCompleteness.of(kind, waits(waiting, delays, end), leastAtRisk));
        }
        return new Completeness(found, votes, unmatched);
    }

    /** Groups of which at least two answers were shown, and when the last of them was. */
    private static Map<String, Instant> compared(List<Answer> answers) {
        Map<String, Set<String>> members = new HashMap<>();
        Map<String, Instant> last = new HashMap<>();
        for (Answer answer : answers) {
            members.computeIfAbsent(answer.group(), first -> new HashSet<>()).add(answer.id());
            last.merge(answer.group(), answer.at(), Completeness::later);
        }
        last.keySet().removeIf(group -> members.getOrDefault(group, Set.of()).size() < FEWEST_COMPARED);
        return last;
    }

    private static Optional<Instant> end(FeedbackRecord record) {
        Optional<Instant> answered = record.answers().stream().map(Answer::at).reduce(Completeness::later);
        Optional<Instant> voted = record.votes().stream().map(Vote::at).reduce(Completeness::later);
        return answered.isPresent() && voted.isPresent()
                ? Optional.of(later(answered.get(), voted.get()))
                : answered.or(() -> voted);
    }

    /** Votes by their kind, each once however often it was sent. */
    private static Map<String, List<Vote>> byKind(List<Vote> votes) {
        Map<String, List<Vote>> byKind = new HashMap<>();
        Set<String> seen = new HashSet<>();
        for (Vote vote : votes) {
            if (seen.add(vote.id())) {
                byKind.computeIfAbsent(vote.kind(), first -> new ArrayList<>()).add(vote);
            }
        }
        return byKind;
    }

    /** When the last of its answers was shown; empty when one is not in the record. */
    private static Optional<Instant> answered(Vote vote, Map<String, Instant> shown) {
        return vote.targets().stream().allMatch(shown::containsKey)
                ? vote.targets().stream().map(shown::get).reduce(Completeness::later)
                : Optional.empty();
    }

    private static String unit(Vote vote, Kind kind) {
        return kind.compares() || vote.targets().isEmpty()
                ? vote.group()
                : vote.targets().get(0);
    }

    private static List<Wait> waits(Map<String, Instant> waiting, Map<String, Double> delays, Optional<Instant> end) {
        List<Wait> waits = new ArrayList<>();
        waiting.forEach((unit, since) -> {
            Double delay = delays.get(unit);
            waits.add(delay == null ? new Wait(seconds(since, end.orElse(since)), false) : new Wait(delay, true));
        });
        return waits;
    }

    /** Seconds between two times; 0 when clocks disagree on their order. */
    private static double seconds(Instant from, Instant to) {
        Duration between = Duration.between(from, to);
        return Math.max(0, between.getSeconds() + between.getNano() / NANOS_PER_SECOND);
    }

    private static Instant earlier(Instant one, Instant other) {
        return one.isBefore(other) ? one : other;
    }

    private static Instant later(Instant one, Instant other) {
        return one.isAfter(other) ? one : other;
    }
}
