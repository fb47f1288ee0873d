package io.thumbstream.reward.transform;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/** Groups for tests. */
final class Groups {
    private static final int TOKENS = 12;

    private Groups() {}

    /** Answers of equal length with these scores, and the scores as rewards. */
    static RewardGroup group(double... scores) {
        int[] tokens = new int[scores.length];
        Arrays.fill(tokens, TOKENS);
        return group(tokens, scores);
    }

    /** Answers of these lengths with these scores, and the scores as rewards. */
    static RewardGroup group(int[] tokens, double... scores) {
        List<RewardRow> rows = new ArrayList<>();
        for (int i = 0; i < scores.length; i++) {
            rows.add(new RewardRow("g." + i, tokens[i], scores[i], 0, scores[i], null, 0, 1, Map.of()));
        }
        return new RewardGroup(rows);
    }

    /** The group with answers of the start policy beside it that have these scores, and the scores as rewards. */
    static RewardGroup beside(RewardGroup group, double... scores) {
        return new RewardGroup(group.rows(), start(scores));
    }

    /** Answers of the start policy with these scores, and the scores as rewards. */
    static List<RewardRow> start(double... scores) {
        List<RewardRow> rows = new ArrayList<>();
        for (int i = 0; i < scores.length; i++) {
            rows.add(new RewardRow(
                    "g.s" + i, TOKENS, scores[i], 0, scores[i], null, 0, 1, Map.of(RewardChain.START, 1.0)));
        }
        return rows;
    }

    static List<Double> rewards(RewardGroup group) {
        return group.rows().stream().map(RewardRow::reward).toList();
    }

    /** What a policy learns from: each reward less the mean of the others'. */
    static double[] leaveOneOut(RewardGroup group) {
        int others = group.rows().size() - 1;
        double sum = group.rows().stream().mapToDouble(RewardRow::reward).sum();
        return group.rows().stream()
                .mapToDouble(row -> row.reward() - (sum - row.reward()) / others)
                .toArray();
    }
}
