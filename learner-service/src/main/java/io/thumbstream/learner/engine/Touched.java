package io.thumbstream.learner.engine;

import java.util.Collection;
import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * What an erasure touches of a learner's inputs: in each partition, the first record that it leaves out or changes.
 *
 * @param first offset of that record; a partition that is not named has none
 */
public record Touched(Map<Partition, Long> first) {
    public Touched {
        first = Collections.unmodifiableMap(new TreeMap<>(first));
    }

    /** The first of {@code positions}. */
    public static Touched of(Collection<Position> positions) {
        Map<Partition, Long> first = new TreeMap<>();
        positions.forEach(position -> first.merge(position.in(), position.offset(), Math::min));
        return new Touched(first);
    }

    /** These records and those of {@code other}. */
    public Touched and(Touched other) {
        Map<Partition, Long> both = new TreeMap<>(first);
        other.first.forEach((in, offset) -> both.merge(in, offset, Math::min));
        return new Touched(both);
    }

    /** Whether all of them lie behind what a learner has taken in that reads on at {@code positions}. */
    boolean behind(Map<Partition, Long> positions) {
        return first.entrySet().stream().allMatch(each -> positions.getOrDefault(each.getKey(), 0L) <= each.getValue());
    }

    /** Places as {@code topic-partition@offset}; a word where there is none. */
    String words() {
        return first.isEmpty()
                ? "none in the topic"
                : first.entrySet().stream()
                        .map(each -> each.getKey().topic() + "-" + each.getKey().partition() + "@" + each.getValue())
                        .collect(Collectors.joining(", "));
    }
}
