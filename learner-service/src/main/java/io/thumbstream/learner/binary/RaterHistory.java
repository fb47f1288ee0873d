package io.thumbstream.learner.binary;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * How readily each person approves, from what the person said before.
 *
 * <p>{@code leniency(u) = logit((ups_u + k m) / (n_u + k)) - logit(m)}, {@code k = 4}, with {@code ups_u} of {@code n_u} judgements of
 * person {@code u} and {@code m} the share of approval over everybody; a judgement counts by the share that the firewall left of its weight. It
 * never counts in its own leniency: it is taken out where it was counted before. Source: Adaptive Preference Optimization with Uncertainty-aware
 * Utility Anchor, 2025, arXiv 2509.10515, which lets the anchor depend on the rater. Ours takes history in place of a learned term, which needs
 * many events of a person, and is 0 for a person never heard.
 *
 * <p>Judgements beyond the newest {@value #MEMORY} are no longer known one by one, and people heard from longest ago are forgotten beyond as many.
 * One thread owns it.
 */
final class RaterHistory {
    private static final double PRIOR = 4;
    private static final int MEMORY = 20_000;
    private static final String UPS = "rater-ups:";
    private static final String ALL = "rater-all:";
    private static final String SAID = "rater-said:";
    private static final String LEFT = "rater-left:";

    private final Map<String, double[]> people = new LinkedHashMap<>();
    private final Map<String, Word> said = new LinkedHashMap<>();
    private double everybodysUps;
    private double everybodysAll;

    /**
     * What was counted of a judgement.
     *
     * @param approval label in [0, 1]
     * @param left share of a judgement as which it counts, in (0, 1]
     */
    private record Word(double approval, double left) {
        double ups() {
            return approval * left;
        }
    }

    /** Log-odds of approval of the person behind {@code judgement} above everybody's. */
    double leniency(Judgement judgement) {
        String rater = judgement.rater().orElse("");
        double[] person = people.get(rater);
        if (person == null) {
            return 0;
        }
        double ups = person[0];
        double all = person[1];
        Word own = said.get(key(rater, judgement));
        if (own != null) {
            ups -= own.ups();
            all -= own.left();
        }
        double mean = (everybodysUps + 1) / (everybodysAll + 2);
        return logit((ups + PRIOR * mean) / (all + PRIOR)) - logit(mean);
    }

    private static double logit(double p) {
        return Math.log(p / (1 - p));
    }

    /** Counts a judgement, counts it anew when it was revised, and forgets it when it was withdrawn. */
    void note(Judgement judgement) {
        String rater = judgement.rater().orElse("");
        Word before = said.remove(key(rater, judgement));
        if (rater.isEmpty() || (before == null && !(judgement.weight() > 0))) {
            return;
        }
        double[] known = people.remove(rater);
        double[] counts = known == null ? new double[2] : known;
        if (before != null) {
            add(counts, -before.ups(), -before.left());
        }
        if (judgement.weight() > 0) {
            Word now = new Word(judgement.approval(), judgement.left());
            add(counts, now.ups(), now.left());
            said.put(key(rater, judgement), now);
        }
        people.put(rater, counts);
        trim(people);
        trim(said);
    }

    /** What another person says under the same id is another judgement. */
    private static String key(String rater, Judgement judgement) {
        return rater + "/" + judgement.id();
    }

    private void add(double[] counts, double ups, double all) {
        counts[0] += ups;
        counts[1] += all;
        everybodysUps += ups;
        everybodysAll += all;
    }

    private static void trim(Map<String, ?> oldestFirst) {
        if (oldestFirst.size() > MEMORY) {
            oldestFirst.remove(oldestFirst.keySet().iterator().next());
        }
    }

    /** Adds everything known to {@code state}, oldest first. */
    void save(Map<String, Double> state) {
        people.forEach((rater, counts) -> {
            state.put(UPS + rater, counts[0]);
            state.put(ALL + rater, counts[1]);
        });
        said.forEach((id, word) -> {
            state.put(SAID + id, word.approval());
            if (word.left() < 1) {
                state.put(LEFT + id, word.left());
            }
        });
        state.put(UPS, everybodysUps);
        state.put(ALL, everybodysAll);
    }

    /** Takes back what {@link #save} gave. */
    void restore(Map<String, Double> state) {
        people.clear();
        said.clear();
        everybodysUps = state.getOrDefault(UPS, 0.0);
        everybodysAll = state.getOrDefault(ALL, 0.0);
        state.forEach((key, value) -> {
            if (key.startsWith(UPS) && key.length() > UPS.length()) {
                String rater = key.substring(UPS.length());
                people.put(rater, new double[] {value, state.getOrDefault(ALL + rater, 0.0)});
            } else if (key.startsWith(SAID)) {
                String id = key.substring(SAID.length());
                said.put(id, new Word(value, state.getOrDefault(LEFT + id, 1.0)));
            }
        });
    }
}
