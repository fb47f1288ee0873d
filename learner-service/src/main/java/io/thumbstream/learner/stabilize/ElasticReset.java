package io.thumbstream.learner.stabilize;

import ai.djl.ndarray.NDArray;
import io.thumbstream.learner.objective.LossReport;
import io.thumbstream.learner.objective.PolicyBatch;
import io.thumbstream.learner.objective.TokenMath;
import io.thumbstream.model.lm.ParamSet;
import io.thumbstream.model.tensor.Scalars;
import io.thumbstream.runtime.catalog.Experimental;
import io.thumbstream.runtime.catalog.Signal;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/**
 * Sets the policy back to the mean of its own past, and that mean back to the start, every so many steps.
 *
 * <p>After each step {@code average = decay average + (1 - decay) theta}; after every {@code period} steps, in this order,
 * {@code theta = average} and {@code average = theta_0}. With trigger drift the first of the two is left out unless {@code D > limit}, {@code D =
 * mean(e^-d + d - 1)} over the answer tokens of the period's last step, {@code d = log pi - log ref} cut to [-10, 10]. With trigger alarm it is
 * left out unless in the period {@code fall > threshold} after a step, {@code fall = max(0, fall + n (m - y - tolerance))}, {@code y} the mean
 * of what people said of its {@code n} judged answers, each counted as what the firewall left of its label, and {@code m} that of all since the
 * last alarm. Source: Noukhovitch et al., Language Model Alignment with Elastic Reset, 2023, arXiv 2312.07551. Ours resets by the count of steps
 * taken, also across restarts, keeps the optimizer's moments as the source does, and can leave out resets of a policy that is still near the
 * reference, or of which people approve as before.
 *
 * <p>Drift that training gathers is cut again and again, while the part of the gain that lasted is kept; most of what a reset costs is learned
 * again in a third of a period. The average holds the share {@code decay^period} of the start: settings where that is below 0.05 are refused,
 * because a reset would then change next to nothing. With a penalty that already holds the policy at its optimum, a reset cannot help. Costs
 * one copy of the weights. Trigger drift goes by one step's samples, which are noisy where few answers make a step, and measures them as
 * {@code reset-drift}. Trigger alarm is the Page-Hinkley test of the drift monitor {@code page-hinkley}, run by the learner itself over the
 * judged answers of its steps and for falls alone: an alarm of the drift part is no input that the learner's log holds, so that a run could not
 * be repeated from its log. It is blind where nobody judges, and a change of wishes sounds it, too; {@code reset-alarm} is 1 while a reset waits
 * for the end of the period, {@code approval-fall} is {@code fall} before the step.
 */
@Experimental
final class ElasticReset implements Stabilizer {
    private static final String AVERAGE = "elastic-reset";
    private static final String DRIFT = "reset-drift";
    private static final String ALARM = "reset-alarm";
    private static final String FALL = "approval-fall";
    private static final double LEAST_SHARE = 0.05;
    private static final double LOG_RATIO_LIMIT = 10;

    /** When the policy is set back at the end of a period. */
    enum Trigger {
        /** Always. */
        PERIOD,
        /** When it has drifted from the reference. */
        DRIFT,
        /** When people have begun to approve less in the period. */
        ALARM
    }

    /**
     * @param decay share of the old average that a step leaves, in (0, 1)
     * @param period steps between two resets, at least 1
     * @param trigger when the policy is set back at the end of a period: period for always, drift or alarm
     * @param limit divergence from the reference above which it is set back, at least 0, in nat per token; used with drift
     * @param alarm when a fall of what people say counts as one; used with alarm
     */
    record Settings(double decay, long period, Trigger trigger, double limit, ApprovalFall.Settings alarm) {
        Settings {
            if (!(decay > 0 && decay < 1) || period < 1) {
                throw new IllegalArgumentException(
                        "decay is " + decay + " and period " + period + "; give a number in (0, 1) and at least 1");
            }
            double share = Math.pow(decay, period);
            if (share < LEAST_SHARE) {
                throw new IllegalArgumentException("decay " + decay + " over a period of " + period + " steps leaves "
                        + share + " of the start in the average, so that a reset would change next to nothing; raise"
                        + " decay or shorten period until decay^period is at least " + LEAST_SHARE);
            }
            if (!(limit >= 0) || Double.isInfinite(limit)) {
                throw new IllegalArgumentException("limit is " + limit + "; give a finite number of 0 or more");
            }
        }

        /** A reset at the end of every period. */
        Settings(double decay, long period) {
            this(decay, period, Trigger.PERIOD, 0.1);
        }

        /** With the alarm of the defaults. */
        Settings(double decay, long period, Trigger trigger, double limit) {
            this(decay, period, trigger, limit, ApprovalFall.Settings.defaults());
        }
    }

    private final Settings settings;
    private final ApprovalFall approval;
    private double drifted;
    private boolean alarmed;

    ElasticReset(Settings settings) {
        this.settings = settings;
        this.approval = new ApprovalFall(settings.alarm());
    }

    @Override
    public void beginStep() {
        drifted = 0;
        approval.beginStep();
    }

    @Override
    public LossReport penalty(PolicyBatch batch) {
        return switch (settings.trigger()) {
            case PERIOD -> LossReport.none(batch);
            case DRIFT -> drift(batch);
            case ALARM -> listen(batch);
        };
    }

    /** Hears what people said; both diagnostics are of the state before the step. */
    private LossReport listen(PolicyBatch batch) {
        float[] labels = batch.labels().toFloatArray();
        float[] weights = batch.labelWeights().toFloatArray();
        for (int i = 0; i < labels.length; i++) {
            if (weights[i] > 0) {
                approval.hear(labels[i], weights[i], batch.answers().get(i).labelLeft());
            }
        }
        NDArray share = TokenMath.tokenMean(batch.mask(), batch);
        return new LossReport(
                Scalars.of(batch.manager(), 0),
                Map.of(ALARM, Scalars.times(share, alarmed ? 1 : 0), FALL, Scalars.times(share, approval.fall())));
    }

    private LossReport drift(PolicyBatch batch) {
        NDArray k3 = TokenMath.k3(batch.logProbs().stopGradient(), batch.reference(), LOG_RATIO_LIMIT);
        NDArray drift = TokenMath.tokenMean(k3, batch);
        drifted += drift.getFloat();
        return new LossReport(Scalars.of(batch.manager(), 0), Map.of(DRIFT, drift));
    }

    @Override
    public void afterStep(PolicyWeights weights) {
        ParamSet average = weights.kept(AVERAGE);
        PolicyWeights.blend(average, weights.current(), settings.decay());
        alarmed |= settings.trigger() == Trigger.ALARM && approval.alarm();
        if (weights.steps() % settings.period() == 0) {
            if (due()) {
                weights.current().copyFrom(average);
            }
            average.copyFrom(weights.start());
            alarmed = false;
        }
    }

    private boolean due() {
        return switch (settings.trigger()) {
            case PERIOD -> true;
            case DRIFT -> drifted > settings.limit();
            case ALARM -> alarmed;
        };
    }

    @Override
    public Map<String, Double> state() {
        if (settings.trigger() != Trigger.ALARM) {
            return Map.of();
        }
        Map<String, Double> state = new LinkedHashMap<>(approval.state());
        state.put(ALARM, alarmed ? 1.0 : 0.0);
        return state;
    }

    @Override
    public void restore(Map<String, Double> state) {
        drifted = 0;
        approval.restore(state);
        alarmed = state.getOrDefault(ALARM, 0.0) > 0;
    }

    @Override
    public Set<Signal> needs() {
        return switch (settings.trigger()) {
            case PERIOD -> Set.of();
            case DRIFT -> Set.of(Signal.REFERENCE_LOG_PROBS);
            case ALARM -> Set.of(Signal.BINARY_LABEL);
        };
    }

    @Override
    public Set<String> diagnostics() {
        return switch (settings.trigger()) {
            case PERIOD -> Set.of();
            case DRIFT -> Set.of(DRIFT);
            case ALARM -> Set.of(ALARM, FALL);
        };
    }
}
