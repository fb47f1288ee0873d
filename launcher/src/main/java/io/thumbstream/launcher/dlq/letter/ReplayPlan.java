package io.thumbstream.launcher.dlq.letter;

import io.thumbstream.lab.trace.Position;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What is done with each dead letter that was asked for.
 *
 * @param letters in the order in which they lie in their topic
 */
public record ReplayPlan(List<Planned> letters) {
    public ReplayPlan {
        letters = List.copyOf(letters);
    }

    /** A letter and what is done with it. */
    public record Planned(Candidate letter, Verdict verdict) {}

    /**
     * A letter that was asked for.
     *
     * @param at where it lies
     * @param source where its record came from; empty when the letter does not say
     */
    public record Candidate(Position at, Optional<Position> source) {}

    /**
     * Plans a replay.
     *
     * @param candidates letters that were asked for
     * @param source topic whose dead letters they are
     * @param replayed places of the letters whose replay the source topic holds, see {@link Letter#place}
     * @param beginnings first offset that is left in each partition of the source topic
     * @param again whether what was replayed, or may have been, is sent nevertheless
     */
    public static ReplayPlan of(
            List<Candidate> candidates,
            String source,
            Set<String> replayed,
            Map<Integer, Long> beginnings,
            boolean again) {
        return new ReplayPlan(candidates.stream()
                .map(letter -> new Planned(letter, verdict(letter, source, replayed, beginnings, again)))
                .toList());
    }

    /** A replay lies behind its source in the same partition, so it is found unless something behind the source is gone. */
    private static Verdict verdict(
            Candidate letter, String source, Set<String> replayed, Map<Integer, Long> beginnings, boolean again) {
        Optional<Position> from = letter.source()
                .filter(found -> found.topic().equals(source) && beginnings.containsKey(found.partition()));
        if (from.isEmpty()) {
            return Verdict.FOREIGN;
        }
        if (again) {
            return Verdict.SEND;
        }
        if (replayed.contains(Letter.place(letter.at()))) {
            return Verdict.REPLAYED;
        }
        long beginning = beginnings.getOrDefault(from.get().partition(), 0L);
        return beginning > from.get().offset() + 1 ? Verdict.FORGOTTEN : Verdict.SEND;
    }

    /** Letters with that verdict. */
    public long count(Verdict verdict) {
        return letters.stream().filter(planned -> planned.verdict() == verdict).count();
    }

    /** Letters that are passed over. */
    public long skipped() {
        return letters.size() - count(Verdict.SEND);
    }

    /** Letters whose records are sent. */
    public List<Candidate> toSend() {
        return letters.stream()
                .filter(planned -> planned.verdict() == Verdict.SEND)
                .map(Planned::letter)
                .toList();
    }
}
