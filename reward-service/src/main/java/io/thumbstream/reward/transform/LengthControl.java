package io.thumbstream.reward.transform;

import io.thumbstream.runtime.catalog.Experimental;
import io.thumbstream.runtime.catalog.Signal;
import java.util.Arrays;
import java.util.List;
import java.util.Set;

/**
 * The reward without what an answer gets for its length alone.
 *
 * <p>With {@code L_i} tokens, and {@code m} the mean reward of the group: linear {@code r_i - b (L_i - mean L)},
 * where {@code b} is the least-squares slope of reward on length; isotonic {@code r_i - f(L_i) + m}, where {@code
 * f} is the least-squares fit that never falls with length; penalty {@code r_i - slope max(0, L_i - target)};
 * omit, the mean of the answers of up to {@code target} tokens for those above it; whiten {@code (r_i - m) /
 * max(sd, std-floor)}. Source: Singhal et al., A Long Way to Go: Investigating Length Correlations in RLHF, 2023,
 * arXiv 2310.03716. Ours fits and whitens within each group, where one prompt is at hand, in place of the batch,
 * and omits by a reward whose advantage is 0 against a mean of the group, because a group keeps its answers.
 *
 * <p>After linear, rewards of a group no longer correlate with length, whatever quality did, and two answers of
 * different length are worth the same; the mean of the group stays. Isotonic bends to few answers: of {@code n}
 * rewards that have nothing to do with length it still explains away {@code 1 + 1/2 + ... + 1/n} levels, against 2
 * of linear. Put either on scores, before a link. Where longer answers are better, too, both take away what is
 * earned. Whiten blows up groups whose rewards hardly differ up to the floor, and undoes bounds.
 */
@Experimental
final class LengthControl implements RewardTransform {

    /** What is done about length. */
    enum Mode {
        LINEAR,
        ISOTONIC,
        PENALTY,
        OMIT,
        WHITEN
    }

    /**
     * @param mode what is done about length: linear, isotonic, penalty, omit or whiten
     * @param target tokens up to which an answer is not too long, at least 1; used with penalty and omit
     * @param slope reward taken off per token above the target, at least 0; used with penalty
     * @param stdFloor smallest deviation divided by, above 0, in units of the reward; used with whiten
     */
    record Settings(Mode mode, int target, double slope, double stdFloor) {
        Settings {
            if (target < 1) {
                throw new IllegalArgumentException("target is " + target + "; give at least 1 token");
            }
            if (!(slope >= 0) || Double.isInfinite(slope)) {
                throw new IllegalArgumentException("slope is " + slope + "; give a finite number of 0 or more");
            }
            if (!(stdFloor > 0)) {
                throw new IllegalArgumentException("std-floor is " + stdFloor + "; give a value above 0");
            }
        }
    }

    private final Settings settings;

    LengthControl(Settings settings) {
        this.settings = settings;
    }

    @Override
    public RewardGroup apply(RewardGroup group, Running earlier) {
        return switch (settings.mode()) {
            case LINEAR -> linear(group);
            case ISOTONIC -> isotonic(group);
            case PENALTY -> group.map(row -> row.reward() - settings.slope() * Math.max(0, excess(row)));
            case OMIT -> omit(group);
            case WHITEN -> whiten(group);
        };
    }

    private int excess(RewardRow row) {
        return row.tokens() - settings.target();
    }

    private static RewardGroup linear(RewardGroup group) {
        double usual =
                group.rows().stream().mapToInt(RewardRow::tokens).average().orElse(0);
        double mean = group.meanReward();
        double spread = 0;
        double shared = 0;
        for (RewardRow row : group.rows()) {
            double longer = row.tokens() - usual;
            spread += longer * longer;
            shared += longer * (row.reward() - mean);
        }
        double slope = spread == 0 ? 0 : shared / spread;
        return group.map(row -> row.reward() - slope * (row.tokens() - usual));
    }

    private static RewardGroup isotonic(RewardGroup group) {
        List<RewardRow> rows = group.rows();
        double mean = group.meanReward();
        int[] lengths = rows.stream().mapToInt(RewardRow::tokens).toArray();
        double[] rewards = rows.stream().mapToDouble(RewardRow::reward).toArray();
        double[] fitted = Isotonic.fit(lengths, rewards);
        Arrays.setAll(rewards, i -> rewards[i] - fitted[i] + mean);
        return group.with(rewards);
    }

    private RewardGroup omit(RewardGroup group) {
        double kept = group.rows().stream()
                .filter(row -> excess(row) <= 0)
                .mapToDouble(RewardRow::reward)
                .average()
                .orElseGet(group::meanReward);
        return group.map(row -> excess(row) > 0 ? kept : row.reward());
    }

    private RewardGroup whiten(RewardGroup group) {
        double mean = group.meanReward();
        double variance = group.rows().stream()
                .mapToDouble(row -> (row.reward() - mean) * (row.reward() - mean))
                .average()
                .orElse(0);
        double deviation = Math.max(Math.sqrt(variance), settings.stdFloor());
        return group.map(row -> (row.reward() - mean) / deviation);
    }

    @Override
    public boolean monotone() {
        return true;
    }

    @Override
    public double bound() {
        return Double.POSITIVE_INFINITY;
    }

    @Override
    public Set<Signal> needs() {
        return settings.mode() == Mode.PENALTY ? Set.of(Signal.REWARD) : Set.of(Signal.REWARD, Signal.GROUP);
    }
}
