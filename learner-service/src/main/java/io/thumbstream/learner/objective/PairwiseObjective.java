package io.thumbstream.learner.objective;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.types.DataType;
import io.thumbstream.model.tensor.Masked;
import io.thumbstream.model.tensor.Scalars;
import io.thumbstream.model.tensor.TensorOps;
import io.thumbstream.runtime.catalog.Experimental;
import io.thumbstream.runtime.catalog.Signal;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/**
 * Direct preference optimisation: pairs of answers train the policy directly, without advantages.
 *
 * <p>{@code x} of an answer is the sum over its tokens of {@code log pi - log ref}, with length-norm their mean; {@code v = x} for alpha 0, else
 * {@code v = (1 - e^(-alpha x)) / alpha}; {@code h = (1 - a) v_chosen + a v_source - rejected-scale v_rejected}, {@code a = chosen-mix} where a pair names an
 * answer of somebody else, the source, and 0 elsewhere. Logistic: {@code L = -sum w log s(b h - margin) / W}; squared:
 * {@code L = sum w (b h - margin - t)^2 / W}, {@code t = 1/2} for target label, {@code t = r_chosen - r_rejected} for reward-diff. {@code s} is the
 * logistic function, {@code w} the weight of a pair, {@code W} that of all pairs of the step, {@code b = beta (1 + beta-gain (1 - e^(-beta-rate (r_chosen -
 * r_rejected))))}, at least 0.001. With token-clip {@code c} the loss is the larger of that and the same with every {@code log pi} cut to {@code c} around {@code log mu}
 * of the policy that sampled. Source: Rafailov et al., Direct Preference Optimization, 2023, arXiv 2305.18290 (dpo); Yang et al.,
 * DPO-Shift, 2025, arXiv 2502.07599 (rejected-scale below 1); Meng et al., SimPO, 2024, arXiv 2405.14734 (length-norm, margin and
 * no reference); Gupta et al., AlphaPO, 2025, arXiv 2501.03884 (alpha); Azar et al., A General Theoretical Paradigm, 2023, arXiv
 * 2310.12036 (squared with label); Deng et al., PRDP, 2024, arXiv 2402.08714 (reward-diff and token-clip); Zhang et al.,
 * MM-RLHF, 2025, arXiv 2502.10391 (beta-gain); Yang et al., Weighted-Reward Preference Optimization for Implicit Model Fusion, 2024, arXiv
 * 2412.03187 (chosen-mix). Ours takes the pairs that a pair builder makes of each group, multiplies the
 * squared losses of these papers by {@code b^2}, so that losses are of one size whatever beta is, and lets chosen-mix rise over mix-steps, because
 * a run has no end.
 *
 * <p>Rows come in pairs, one after the other; the label says which is chosen, 1, and which rejected, 0. A pair whose labels are not one of each
 * teaches nothing. A source has a row of its own behind the two of its pair. A chosen-mix that rises slowly, over mix-steps, learns from answers of
 * somebody better without leaving at once what the policy can write; it needs {@code multi-source-builder}, and without a source in a pair it is dpo.
 * With rejected-scale 1 the chosen answer often becomes less likely too, only less so than the rejected one, most where
 * the two share most tokens; a smaller scale keeps it likely at the price of a smaller margin. With alpha above 0 unlikely answers move
 * more, below 0 less; it is meant for means, a sum is cut where the exponent reaches 10. The squared loss has its minimum at {@code ref e^(r / beta)} up
 * to a factor, so rewards keep their scale.
 */
@Experimental
final class PairwiseObjective implements PolicyObjective {
    private static final double LEAST_BETA = 1e-3;

    /** How a difference becomes a loss. */
    enum Link {
        LOGISTIC,
        SQUARED
    }

    /** What the difference is to be. */
    enum Target {
        LABEL,
        REWARD_DIFF
    }

    /** What the policy is compared with. */
    enum Reference {
        START,
        BEHAVIOUR,
        NONE
    }

    /**
     * @param beta inverse temperature of the implied reward, above 0
     * @param betaGain largest growth of beta with the difference of rewards, at least 0; 0 keeps beta as it is
     * @param betaRate how fast beta grows with it, above 0
     * @param link how a difference becomes a loss
     * @param target what the difference is to be; reward-diff needs link squared
     * @param alpha power of the form in which answers are compared, in [-2, 2]; 0 is the logarithm
     * @param lengthNorm whether an answer counts by the mean over its tokens in place of the sum
     * @param margin by how much the chosen answer has to lead, at least 0, in units of beta times the difference
     * @param rejectedScale share of the rejected answer's value in the difference, in (0, 1]
     * @param rejectedFrom the same in the first step, in (0, 1]
     * @param rejectedSteps steps in which it moves linearly from rejected-from to rejected-scale; 0 is at once
     * @param chosenMix share of the answer of somebody else in the chosen side, in [0, 1]; 0 reads none
     * @param mixFrom the same in the first step, in [0, 1]
     * @param mixSteps steps in which it moves linearly from mix-from to chosen-mix; 0 is at once
     * @param tokenClip largest move of a token's log-prob that pays, in nat; 0 is no limit
     * @param reference what the policy is compared with
     */
    record Settings(
            double beta,
            double betaGain,
            double betaRate,
            Link link,
            Target target,
            double alpha,
            boolean lengthNorm,
            double margin,
            double rejectedScale,
            double rejectedFrom,
            int rejectedSteps,
            double chosenMix,
            double mixFrom,
            int mixSteps,
            double tokenClip,
            Reference reference) {
        Settings {
            if (!(beta > 0) || !(betaGain >= 0) || !(betaRate > 0)) {
                throw new IllegalArgumentException("beta is " + beta + ", beta-gain " + betaGain + " and beta-rate "
                        + betaRate + "; give values above 0, at least 0 and above 0");
            }
            if (!(rejectedScale > 0 && rejectedScale <= 1)
                    || !(rejectedFrom > 0 && rejectedFrom <= 1)
                    || rejectedSteps < 0) {
                throw new IllegalArgumentException("rejected-scale is " + rejectedScale + ", rejected-from "
                        + rejectedFrom + " and rejected-steps " + rejectedSteps
                        + "; give values in (0, 1], in (0, 1] and at least 0");
            }
            if (!(Math.abs(alpha) <= 2) || !(margin >= 0) || !(tokenClip >= 0)) {
                throw new IllegalArgumentException("alpha is " + alpha + ", margin " + margin + " and token-clip "
                        + tokenClip + "; give values in [-2, 2], at least 0 and at least 0");
            }
            if (!(chosenMix >= 0 && chosenMix <= 1) || !(mixFrom >= 0 && mixFrom <= 1) || mixSteps < 0) {
                throw new IllegalArgumentException("chosen-mix is " + chosenMix + ", mix-from " + mixFrom
                        + " and mix-steps " + mixSteps + "; give values in [0, 1], in [0, 1] and at least 0");
            }
            if (Math.max(chosenMix, mixFrom) > 0 && (tokenClip > 0 || reference == Reference.BEHAVIOUR)) {
                throw new IllegalArgumentException("chosen-mix " + chosenMix + " and mix-from " + mixFrom
                        + " mix in answers of somebody else, of which nobody knows how likely they were; set token-clip to"
                        + " 0 and reference to start or none");
            }
            if (target == Target.REWARD_DIFF && link != Link.SQUARED) {
                throw new IllegalArgumentException(
                        "target is reward-diff, which a " + link + " link cannot reach; set link to squared");
            }
        }

        static Settings dpo(double rejectedScale) {
            return start(0.1, Link.LOGISTIC, Target.LABEL, rejectedScale, 0, 0, 0);
        }

        static Settings simpo(double alpha) {
            return new Settings(
                    2, 0, 0.5, Link.LOGISTIC, Target.LABEL, alpha, true, 1, 1, 1, 0, 0, 0, 0, 0, Reference.NONE);
        }

        static Settings prdp() {
            return start(0.1, Link.SQUARED, Target.REWARD_DIFF, 1, 0, 0, 0.1);
        }

        static Settings wrpo() {
            return start(0.01, Link.LOGISTIC, Target.LABEL, 1, 0.1, 1000, 0);
        }

        private static Settings start(
                double beta, Link link, Target target, double rejected, double mix, int mixSteps, double tokenClip) {
            return new Settings(
                    beta,
                    0,
                    0.5,
                    link,
                    target,
                    0,
                    false,
                    0,
                    rejected,
                    1,
                    0,
                    mix,
                    0,
                    mixSteps,
                    tokenClip,
                    Reference.START);
        }
    }

    private final Settings settings;
    private double steps;

    PairwiseObjective(Settings settings) {
        this.settings = settings;
    }

    @Override
    public LossReport evaluate(PolicyBatch batch) {
        PairRows rows = PairRows.of(batch);
        NDArray isChosen = rows.pairs(batch.labels());
        NDArray ratio = ratio(batch, batch.logProbs());
        NDArray own = rows.pairs(ratio.stopGradient());
        NDArray chosen = PairMath.chosen(own, isChosen);
        NDArray rejected = PairMath.rejected(own, isChosen);
        NDArray weight = Scalars.times(PairMath.sum(rows.pairs(batch.labelWeights())), 0.5)
                .mul(PairMath.oneOfEach(isChosen));
        NDArray each = losses(batch, rows, ratio);
        if (settings.tokenClip() > 0) {
            NDArray moved = batch.logProbs().sub(batch.behaviour());
            NDArray held = batch.behaviour().add(TokenMath.between(moved, -settings.tokenClip(), settings.tokenClip()));
            each = NDArrays.maximum(each, losses(batch, rows, ratio(batch, held)));
        }
        double whole = Math.max(1e-8, batch.whole().labelWeight() / 2);
        NDArray right = chosen.gt(rejected).toType(DataType.FLOAT32, false);
        return new LossReport(
                Scalars.over(each.mul(weight).sum(), whole),
                Map.of(
                        "chosen-log-ratio", Scalars.over(chosen.mul(weight).sum(), whole),
                        "rejected-log-ratio", Scalars.over(rejected.mul(weight).sum(), whole),
                        "pair-accuracy", Scalars.over(right.mul(weight).sum(), whole)));
    }

    /** {@code x} of each answer, {@code [batch]}. */
    private NDArray ratio(PolicyBatch batch, NDArray logProbs) {
        NDArray above =
                switch (settings.reference()) {
                    case START -> logProbs.sub(batch.reference());
                    case BEHAVIOUR -> logProbs.sub(batch.behaviour());
                    case NONE -> logProbs;
                };
        return settings.lengthNorm() ? Masked.rowMean(above, batch.mask()) : Masked.rowSum(above, batch.mask());
    }

    /** Loss of each pair, {@code [pairs]}. */
    private NDArray losses(PolicyBatch batch, PairRows rows, NDArray ratio) {
        NDArray isChosen = rows.pairs(batch.labels());
        NDArray value = PairMath.power(ratio, settings.alpha());
        NDArray own = rows.pairs(value);
        NDArray chosen = rows.mixed(PairMath.chosen(own, isChosen), value, chosenMix());
        NDArray difference = chosen.sub(Scalars.times(PairMath.rejected(own, isChosen), rejectedScale()));
        double[] rewards = rows.rewardDifferences(isChosen);
        double[] betas = Arrays.stream(rewards).map(this::beta).toArray();
        NDArray scaled = difference.mul(constants(batch, betas)).sub((float) settings.margin());
        if (settings.link() == Link.LOGISTIC) {
            return TensorOps.logSigmoid(scaled).neg();
        }
        NDArray missing = settings.target() == Target.LABEL ? scaled.sub(0.5f) : scaled.sub(constants(batch, rewards));
        return missing.mul(missing);
    }

    private double beta(double rewardDifference) {
        double growth = settings.betaGain() * (1 - Math.exp(-settings.betaRate() * rewardDifference));
        return settings.betaGain() == 0 ? settings.beta() : Math.max(LEAST_BETA, settings.beta() * (1 + growth));
    }

    private double rejectedScale() {
        return scheduled(settings.rejectedFrom(), settings.rejectedScale(), settings.rejectedSteps());
    }

    private double chosenMix() {
        return scheduled(settings.mixFrom(), settings.chosenMix(), settings.mixSteps());
    }

    /** On the straight line between two values, after the steps that were taken so far. */
    private double scheduled(double from, double to, int over) {
        double passed = over == 0 ? 1 : Math.min(1, steps / over);
        return from + passed * (to - from);
    }

    @Override
    public boolean readsSources() {
        return Math.max(settings.chosenMix(), settings.mixFrom()) > 0;
    }

    private static NDArray constants(PolicyBatch batch, double[] values) {
        float[] floats = new float[values.length];
        for (int i = 0; i < floats.length; i++) {
            floats[i] = (float) values[i];
        }
        return batch.manager().create(floats);
    }

    @Override
    public void endStep() {
        steps++;
    }

    @Override
    public Map<String, Double> state() {
        return Map.of("steps", steps);
    }

    @Override
    public void restore(Map<String, Double> state) {
        steps = state.getOrDefault("steps", 0.0);
    }

    @Override
    public Set<Signal> needs() {
        Set<Signal> needs = new HashSet<>(Set.of(Signal.PAIR));
        if (settings.reference() == Reference.START) {
            needs.add(Signal.REFERENCE_LOG_PROBS);
        }
        if (settings.reference() == Reference.BEHAVIOUR || settings.tokenClip() > 0) {
            needs.add(Signal.BEHAVIOUR_LOG_PROBS);
        }
        if (settings.target() == Target.REWARD_DIFF || settings.betaGain() > 0) {
            needs.add(Signal.REWARD);
        }
        return Set.copyOf(needs);
    }

    @Override
    public Set<String> diagnostics() {
        return Set.of("chosen-log-ratio", "rejected-log-ratio", "pair-accuracy");
    }
}
