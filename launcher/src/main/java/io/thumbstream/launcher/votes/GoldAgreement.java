package io.thumbstream.launcher.votes;

import io.thumbstream.lab.evaluate.JudgedPair;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.ToDoubleFunction;

/**
 * Share of pairs with an agreed winner that a judge orders the same way, per debate.
 *
 * @param byDebate agreement by debate
 */
record GoldAgreement(Map<String, Part> byDebate) {
    /**
     * Agreement within one debate.
     *
     * @param pairs pairs compared
     * @param agreed pairs ordered as agreed; those that the judge cannot tell apart count one half
     */
    record Part(long pairs, double agreed) {
        double share() {
            return agreed / pairs;
        }

        private Part plus(Part other) {
            return new Part(pairs + other.pairs, agreed + other.agreed);
        }
    }

    GoldAgreement {
        byDebate = Map.copyOf(byDebate);
    }

    /**
     * Counts by debate.
     *
     * @param agrees 1 when the judge orders the pair as agreed, 0 when not, one half when it cannot tell
     */
    static GoldAgreement of(List<ScoredPair> pairs, ToDoubleFunction<JudgedPair> agrees) {
        Map<String, Part> parts = new TreeMap<>();
        for (ScoredPair pair : pairs) {
            parts.merge(pair.vote().debate(), new Part(1, agrees.applyAsDouble(pair.judged())), Part::plus);
        }
        return new GoldAgreement(parts);
    }

    /** Mean of the debates' shares, each debate alike; NaN for none. */
    double mean() {
        return byDebate.values().stream().mapToDouble(Part::share).average().orElse(Double.NaN);
    }

    /** Share over all pairs; NaN for none. */
    double overall() {
        return byDebate.values().stream().reduce(new Part(0, 0), Part::plus).share();
    }

    /** Pairs compared. */
    long pairs() {
        return byDebate.values().stream().mapToLong(Part::pairs).sum();
    }

    /** Standard deviation of the debates' shares; 0 for one. */
    double spread() {
        double mean = mean();
        return Math.sqrt(byDebate.values().stream()
                .mapToDouble(part -> (part.share() - mean) * (part.share() - mean))
                .average()
                .orElse(0));
    }
}
