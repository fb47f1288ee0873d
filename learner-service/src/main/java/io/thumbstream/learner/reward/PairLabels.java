package io.thumbstream.learner.reward;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What choices ask of a reward model under a {@link LabelPolicy}.
 *
 * <p>The strength {@code mu} is the mean margin of the members before they learn the choice, in its favour. Tenth and median of strengths follow by
 * {@code q <- q + 0.05 (level - [mu < q])} (Robbins and Monro, A Stochastic Approximation Method, 1951). The members learn from what they are asked
 * here, so a target that were their own mean would teach nothing and a lead that grew with theirs would chase itself: targets are mixed with
 * what was said, and leads end at {@value #FARTHEST_LEAD}. Smoothed targets are those of the newest {@value #MEMORY} choices. Nothing of a step counts in that
 * step. One thread owns it.
 */
final class PairLabels {
    private static final int MEMORY = 20_000;
    private static final double STEP = 0.05;
    private static final double TENTH = 0.1;
    private static final double MEDIAN = 0.5;
    private static final double FARTHEST_LEAD = 2;
    private static final String SMOOTHED = "pair-smoothed:";

    private final LabelPolicy policy;
    private final double smoothing;
    private final int warmUp;
    private final Map<String, Double> smoothed = new LinkedHashMap<>();
    private double learned;
    private double tenth;
    private double median;

    /**
     * What a choice asks.
     *
     * @param target probability that the first answer is preferred, in [0, 1]
     * @param lead what is taken off the margin of the first answer over the second
     */
    record Asked(double target, double lead) {}

    /**
     * @param smoothing share of the model's probability in a soft target, and in a smoothed one each time
     * @param warmUp choices learned as they were said before strength counts
     */
    PairLabels(LabelPolicy policy, double smoothing, int warmUp) {
        this.policy = policy;
        this.smoothing = smoothing;
        this.warmUp = warmUp;
    }

    /**
     * What a choice asks.
     *
     * @param said target as it was said, 0.5 for a tie
     * @param margin mean margin of the members
     */
    Asked asked(String id, double said, double margin) {
        if (policy == LabelPolicy.SMOOTHED) {
            return new Asked(smoothed.getOrDefault(key(id, said), said), 0);
        }
        if (policy == LabelPolicy.HARD || said == 0.5 || learned < warmUp) {
            return new Asked(said, 0);
        }
        double side = said > 0.5 ? 1 : -1;
        double strength = side * margin;
        boolean doubtful = strength < Math.min(0, tenth);
        Asked flipped = doubtful ? new Asked(1 - said, 0) : new Asked(said, 0);
        Asked soft = new Asked(mixed(said, margin), 0);
        double lead = Math.max(-FARTHEST_LEAD, Math.min(FARTHEST_LEAD, margin));
        Asked leading = new Asked(said, strength > 0 ? lead : 0);
        return switch (policy) {
            case FLIP -> flipped;
            case SOFT -> soft;
            case MARGIN -> leading;
            case STRENGTH -> {
                if (Math.abs(strength) < median) {
                    yield soft;
                }
                // a choice turned round is now in favour of the other answer, by as much
                yield doubtful ? new Asked(1 - said, lead) : leading;
            }
            case HARD, SMOOTHED -> new Asked(said, 0);
        };
    }

    /** Notes that a choice was learned when the members' mean margin was {@code margin}. */
    void learned(String id, double said, double margin) {
        learned++;
        if (policy == LabelPolicy.SMOOTHED) {
            String key = key(id, said);
            Double before = smoothed.remove(key);
            smoothed.put(key, mixed(before == null ? said : before, margin));
            if (smoothed.size() > MEMORY) {
                smoothed.remove(smoothed.keySet().iterator().next());
            }
        }
        if (said != 0.5) {
            double strength = said > 0.5 ? margin : -margin;
            tenth += STEP * (TENTH - (strength < tenth ? 1 : 0));
            median += STEP * (MEDIAN - (Math.abs(strength) < median ? 1 : 0));
        }
    }

    private double mixed(double target, double margin) {
        return (1 - smoothing) * target + smoothing * Logits.sigmoid(margin);
    }

    /** A revised choice is another one. */
    private static String key(String id, double said) {
        return id + "@" + said;
    }

    Map<String, Double> state() {
        Map<String, Double> state = new LinkedHashMap<>();
        state.put("pair-learned", learned);
        state.put("pair-tenth", tenth);
        state.put("pair-median", median);
        smoothed.forEach((key, target) -> state.put(SMOOTHED + key, target));
        return state;
    }

    void restore(Map<String, Double> state) {
        learned = state.getOrDefault("pair-learned", 0.0);
        tenth = state.getOrDefault("pair-tenth", 0.0);
        median = state.getOrDefault("pair-median", 0.0);
        smoothed.clear();
        state.forEach((key, target) -> {
            if (key.startsWith(SMOOTHED)) {
                smoothed.put(key.substring(SMOOTHED.length()), target);
            }
        });
    }
}
