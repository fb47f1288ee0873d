package io.thumbstream.launcher.bench.models;

import io.thumbstream.lab.report.Demand;
import io.thumbstream.lab.report.Figure;
import java.util.Map;
import java.util.Optional;

/**
 * Numbers that other libraries gave for the same work.
 *
 * @param byName by the name of our own figure; what a library that is absent would have given is not in it
 */
record PeerFigures(Map<String, Double> byName) {
    PeerFigures {
        byName = Map.copyOf(byName);
    }

    /** How many there are. */
    int count() {
        return byName.size();
    }

    /**
     * What of ours comes on one of theirs; nothing is said and nothing demanded where they gave no number, or none above zero.
     *
     * @param name of the ratio
     * @param figure name of what is compared
     * @param ours our number, in the unit of theirs
     */
    Optional<Figure> ratio(String name, String figure, double ours, Demand demand) {
        return Optional.ofNullable(byName.get(figure))
                .filter(theirs -> theirs > 0)
                .map(theirs -> new Figure(name, ours / theirs, "ratio", demand));
    }
}
