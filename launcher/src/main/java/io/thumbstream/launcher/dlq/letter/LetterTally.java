package io.thumbstream.launcher.dlq.letter;

import io.thumbstream.lab.trace.Position;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Counts dead letters by topic, error class and reason; keeps none of them. */
public final class LetterTally {
    private final Map<Key, Count> counts = new TreeMap<>();

    private record Key(String topic, String error, String reason) implements Comparable<Key> {
        private static final Comparator<Key> ORDER =
                Comparator.comparing(Key::topic).thenComparing(Key::error).thenComparing(Key::reason);

        @Override
        public int compareTo(Key other) {
            return ORDER.compare(this, other);
        }
    }

    /** Letters that are alike. */
    private static final class Count {
        private final Map<String, Map<Integer, Range>> sources = new TreeMap<>();
        private Instant oldest = Instant.MAX;
        private Instant newest = Instant.MIN;
        private long letters;

        void add(Letter letter) {
            letters++;
            oldest = letter.time().isBefore(oldest) ? letter.time() : oldest;
            newest = letter.time().isAfter(newest) ? letter.time() : newest;
            letter.source().ifPresent(source -> sources.computeIfAbsent(source.topic(), first -> new TreeMap<>())
                    .merge(source.partition(), Range.of(source), Range::plus));
        }

        LetterGroup group(Key key) {
            List<Range> ranges = new ArrayList<>();
            sources.values().forEach(partitions -> ranges.addAll(partitions.values()));
            return new LetterGroup(key.topic(), key.error(), key.reason(), letters, oldest, newest, ranges);
        }
    }

    /**
     * Dead letters that are alike.
     *
     * @param topic dead-letter topic
     * @param error class of the exception, in full
     * @param reason a word from a fixed set, empty where the letters have none
     * @param count how many, at least one
     * @param oldest time of the first
     * @param newest time of the last
     * @param sources where the condemned records lie, by topic and partition
     */
    public record LetterGroup(
            String topic,
            String error,
            String reason,
            long count,
            Instant oldest,
            Instant newest,
            List<Range> sources) {
        public LetterGroup {
            sources = List.copyOf(sources);
        }
    }

    /** Offsets in a partition of a source topic, both ends included; not every record between them is a dead letter. */
    public record Range(String topic, int partition, long first, long last) {
        static Range of(Position at) {
            return new Range(at.topic(), at.partition(), at.offset(), at.offset());
        }

        Range plus(Range other) {
            return new Range(topic, partition, Math.min(first, other.first), Math.max(last, other.last));
        }
    }

    /** Counts one more. */
    public void add(Letter letter) {
        counts.computeIfAbsent(
                        new Key(
                                letter.at().topic(),
                                letter.cause().error(),
                                letter.cause().reason()),
                        first -> new Count())
                .add(letter);
    }

    /** What was counted, by topic, error class and reason. */
    public List<LetterGroup> groups() {
        List<LetterGroup> groups = new ArrayList<>();
        counts.forEach((key, count) -> groups.add(count.group(key)));
        return groups;
    }
}
