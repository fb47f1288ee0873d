package io.thumbstream.lab.history;

import io.thumbstream.lab.trace.Position;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Places of records in words, and by what lies there. */
final class Places {
    static final Comparator<Position> ORDER = Comparator.comparing(Position::topic)
            .thenComparing(Position::partition)
            .thenComparing(Position::offset);

    private Places() {}

    static String text(Position at) {
        return at.topic() + "-" + at.partition() + "@" + at.offset();
    }

    static String text(List<Position> places) {
        return places.stream().sorted(ORDER).map(Places::text).collect(Collectors.joining(" and "));
    }

    static Position first(Position one, Position other) {
        return ORDER.compare(one, other) <= 0 ? one : other;
    }

    static <K> void add(Map<K, List<Position>> places, K what, Position at) {
        places.computeIfAbsent(what, first -> new ArrayList<>()).add(at);
    }
}
