package io.thumbstream.launcher.votes;

import io.thumbstream.model.reward.RewardScorer;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Share of pairs with an agreed winner that a reward model orders the same way, per debate.
 *
 * @param byDebate agreement by debate
 */
record GoldAgreement(Map<String, Part> byDebate) {
    /**
     * Agreement within one debate.
     *
     * @param pairs pairs compared
     * @param agreed pairs ordered as agreed; equal scores count one half
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

    /** Compares a model with agreed pairs. */
    static GoldAgreement of(RewardScorer scorer, List<Vote> pairs, Map<Argument.Key, Argument> arguments) {
        Map<String, Part> parts = new TreeMap<>();
        for (Vote pair : pairs) {
            Argument first = arguments.get(pair.firstKey());
            Argument second = arguments.get(pair.secondKey());
            if (first != null && second != null) {
                double[][] scores = scorer.scores(List.of(first.scoreInput(), second.scoreInput()));
                double margin =
                        (mean(scores[0]) - mean(scores[1])) * pair.choice().value();
                parts.merge(pair.debate(), new Part(1, margin == 0 ? 0.5 : margin > 0 ? 1 : 0), Part::plus);
            }
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

    /** Standard deviation of the debates' shares; 0 for one. */
    double spread() {
        double mean = mean();
        return Math.sqrt(byDebate.values().stream()
                .mapToDouble(part -> (part.share() - mean) * (part.share() - mean))
                .average()
                .orElse(0));
    }

    private static double mean(double[] values) {
        return Arrays.stream(values).average().orElse(0);
    }
}
