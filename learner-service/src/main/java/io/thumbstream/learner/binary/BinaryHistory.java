package io.thumbstream.learner.binary;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What the judgements of earlier steps say about the next ones: the shift of an answer, and the weights of the two classes.
 *
 * <p>With running means {@code m <- m + (1 - decay) l (m_step - m)}, {@code l} the share that the firewall left of the weights in {@code m_step}, the
 * shift is that of {@link Shift}: {@code (m_up + m_down) / 2} for class-mean, less {@code log(p / (1 - p))} of the prompt or less the leniency of
 * the person. So every judgement moves a mean as far as it would if nobody was cut, times what is left of it. The weight of a class is half its
 * inverse share, cut at a limit. A pooled mean equals class-mean only while both classes are as frequent as each other.
 *
 * <p>Nothing of a step counts in that step. One thread owns it.
 */
public final class BinaryHistory {
    /** Judgements of each class after which prompts are told apart. */
    private static final int ENOUGH = 512;

    private final Rules rules;
    private final RaterHistory raters = new RaterHistory();
    private final PromptMatching prompts;
    private double upMean;
    private double downMean;
    private double pooledMean;
    private double upShare = 0.5;

    /**
     * What is asked of the history.
     *
     * @param shift what an answer's value must exceed
     * @param decay share of the old value in the running means, in [0, 1)
     * @param matching whether disapproved answers are weighed as if both classes came from the same prompts
     * @param balance whether both classes get the same total weight
     * @param cap largest class weight, at least 1
     */
    public record Rules(Shift shift, double decay, boolean matching, boolean balance, double cap) {
        public Rules {
            if (!(decay >= 0 && decay < 1) || !(cap >= 1)) {
                throw new IllegalArgumentException("shift-decay is " + decay + " and balance-cap " + cap
                        + "; give a number from 0 to below 1, and one of at least 1");
            }
        }
    }

    /** A history without judgements. */
    public BinaryHistory(Rules rules) {
        this(rules, ENOUGH);
    }

    BinaryHistory(Rules rules, int enough) {
        this.rules = rules;
        this.prompts = new PromptMatching(enough);
    }

    /** What the value of the answer must exceed. */
    public double shift(Judgement judgement) {
        double middle = (upMean + downMean) / 2;
        return switch (rules.shift()) {
            case NONE -> 0;
            case POOLED -> pooledMean;
            case CLASS_MEAN -> middle;
            case PROMPT -> middle - prompts.logOdds(judgement.prompt());
            case RATER -> middle - raters.leniency(judgement);
        };
    }

    /** Total weight of the judgement as approval. */
    public double upWeight(Judgement judgement) {
        return judgement.approval() * judgement.weight() * classWeight(upShare);
    }

    /** Total weight of the judgement as disapproval. */
    public double downWeight(Judgement judgement) {
        double matched = rules.matching() ? prompts.factor(judgement.prompt()) : 1;
        return (1 - judgement.approval()) * judgement.weight() * classWeight(1 - upShare) * matched;
    }

    private double classWeight(double share) {
        return rules.balance() ? Math.min(rules.cap(), 0.5 / Math.max(share, 1e-6)) : 1;
    }

    /** Takes in the judgements of a step that was taken. */
    public void note(List<Judgement> step) {
        double up = 0;
        double upWeight = 0;
        double upSaid = 0;
        double down = 0;
        double downWeight = 0;
        double downSaid = 0;
        for (Judgement judgement : step) {
            double asUp = judgement.approval() * judgement.weight();
            double asDown = (1 - judgement.approval()) * judgement.weight();
            up += asUp * judgement.value();
            upWeight += asUp;
            upSaid += judgement.approval() * judgement.said();
            down += asDown * judgement.value();
            downWeight += asDown;
            downSaid += (1 - judgement.approval()) * judgement.said();
        }
        double total = upWeight + downWeight;
        if (upWeight > 0) {
            upMean = moved(upMean, up / upWeight, upWeight / upSaid);
        }
        if (downWeight > 0) {
            downMean = moved(downMean, down / downWeight, downWeight / downSaid);
        }
        if (total > 0) {
            double left = total / (upSaid + downSaid);
            upShare = moved(upShare, upWeight / total, left);
            pooledMean = moved(pooledMean, (up + down) / total, left);
        }
        if (rules.shift() == Shift.RATER) {
            step.forEach(raters::note);
        }
        if (readsPrompts()) {
            step.forEach(prompts::note);
        }
    }

    /** A mean after a step with the mean {@code now}, of whose weights the share {@code left} is left; at 1 the usual one, to the bit. */
    private double moved(double mean, double now, double left) {
        double towards = (1 - left) * mean + left * now;
        return rules.decay() * mean + (1 - rules.decay()) * towards;
    }

    private boolean readsPrompts() {
        return rules.matching() || rules.shift() == Shift.PROMPT;
    }

    /** What must survive a restart, in an order that counts. */
    public Map<String, Double> state() {
        Map<String, Double> state = new LinkedHashMap<>();
        state.put("up-mean", upMean);
        state.put("down-mean", downMean);
        state.put("pooled-mean", pooledMean);
        state.put("up-share", upShare);
        if (rules.shift() == Shift.RATER) {
            raters.save(state);
        }
        if (readsPrompts()) {
            prompts.save(state);
        }
        return state;
    }

    /** Takes back what {@link #state} returned. */
    public void restore(Map<String, Double> state) {
        upMean = state.getOrDefault("up-mean", 0.0);
        downMean = state.getOrDefault("down-mean", 0.0);
        pooledMean = state.getOrDefault("pooled-mean", 0.0);
        upShare = state.getOrDefault("up-share", 0.5);
        raters.restore(state);
        prompts.restore(state);
    }
}
