package io.thumbstream.launcher.rewardtrial;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;

/**
 * How well scores tell which proposals would be accepted.
 *
 * <p>Every answer of a measured pair could be proposed, and would be accepted with probability {@code sigma(10 (U - 0.5) + c)}; shares are
 * expected ones, so that no luck of who accepts what is in them.
 */
final class ProposalMeasures {
    private static final double EVEN = 0.5;
    /** Share of the acceptable proposals that must be made where false alarms are counted. */
    private static final double RECALL = 0.8;

    /** An answer that could be proposed: its score, and the probability that it would be accepted. */
    private record Proposal(double score, double wanted) {}

    private ProposalMeasures() {}

    /**
     * Metrics of proposals; none where nothing is known of who would accept.
     *
     * @param scored scores of the better and the worse answer, {@code [pair][2]}
     * @param leaning log-odds of accepting an answer of worth 0.5
     */
    static Map<RewardMetric, Double> of(List<RewardData.GoldPair> pairs, double[][] scored, OptionalDouble leaning) {
        Map<RewardMetric, Double> values = new EnumMap<>(RewardMetric.class);
        if (leaning.isPresent()) {
            List<Proposal> all = proposals(pairs, scored, leaning.getAsDouble());
            values.put(RewardMetric.PROPOSAL_F1, f1(all));
            values.put(RewardMetric.FALSE_ALARMS, falseAlarms(all));
        }
        return values;
    }

    private static List<Proposal> proposals(List<RewardData.GoldPair> pairs, double[][] scored, double leaning) {
        List<Proposal> all = new ArrayList<>();
        for (int i = 0; i < scored.length; i++) {
            all.add(new Proposal(scored[i][0], wanted(pairs.get(i).better(), leaning)));
            all.add(new Proposal(scored[i][1], wanted(pairs.get(i).worse(), leaning)));
        }
        return all;
    }

    private static double wanted(RewardData.Answer answer, double leaning) {
        return JudgementDraw.sigma(JudgementDraw.SHARPNESS * (answer.worth() - EVEN) + leaning);
    }

    private static double f1(List<Proposal> all) {
        List<Proposal> made = all.stream().filter(each -> each.score() > 0).toList();
        return 2 * wanted(made) / (made.size() + wanted(all));
    }

    private static double wanted(List<Proposal> some) {
        return some.stream().mapToDouble(Proposal::wanted).sum();
    }

    private static double falseAlarms(List<Proposal> all) {
        List<Proposal> best = new ArrayList<>(all);
        best.sort(Comparator.comparingDouble(Proposal::score).reversed());
        double enough = RECALL * wanted(all);
        double accepted = 0;
        int made = 0;
        while (made < best.size() && accepted < enough) {
            accepted += best.get(made).wanted();
            made++;
        }
        return (made - accepted) / (all.size() - wanted(all));
    }
}
