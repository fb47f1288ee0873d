package io.thumbstream.learner.stabilize;

import ai.djl.ndarray.NDArray;
import io.thumbstream.learner.objective.LossReport;
import io.thumbstream.learner.objective.PolicyBatch;
import io.thumbstream.learner.objective.TokenMath;
import io.thumbstream.model.tensor.Scalars;
import io.thumbstream.runtime.catalog.Experimental;
import io.thumbstream.runtime.catalog.Signal;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Holds the policy still while the scores of its answers rise and what people say of them does not.
 *
 * <p>Judged answers of the steps taken fill windows of {@code labels}, each counted as what the firewall left of its label. A window is suspect when
 * {@code z_s > deviations} and {@code z_y <= 0}, with {@code z = (m - m_ref) / sqrt(e^2 + e_ref^2)} for the score {@code s} of the reward model,
 * before any transform, and the label {@code y} of the judged answers, {@code m} their mean by weight of the label, {@code e} its standard error,
 * {@code ref} the last window that was not suspect. After {@code windows} suspect windows in a row steps are taken at rate 0, until a window is not
 * suspect; with action roll-back the weights first become those at the end of that last window. Source: Karwowski et al., Goodhart's Law in
 * Reinforcement Learning, 2023, arXiv 2310.09144 (when to stop); Pang et al., Reward Gaming in Conditional Text Generation, 2022, arXiv
 * 2211.08714 (what to watch). Ours compares scores with what people said in place of the angle between the movement of the policy and the reward,
 * because no step sees the states of the reward model; so it stops {@code windows} windows after people began to like answers less, where the
 * first source stops before they can.
 *
 * <p>Nobody is asked: where few people judge, a window lasts long and the stop comes late. A change of wishes is an alarm, too, and so is a new
 * reward model that scores higher; both end when the reward model has learned what people now say, or when the settings are loosened. Scores
 * that only pairs teach have no fixed zero: use {@code centring-term} with them. An answer that several steps use counts each time. Only the
 * gradient is held: {@code elastic-reset} goes on. {@code stopped} is 1 while the policy is held, {@code score-rise} and {@code label-rise} are
 * {@code z_s} and {@code z_y} of the last full window. Roll-back costs one copy of the weights.
 */
@Experimental
final class OveroptimizationStop implements Stabilizer {
    private static final String GOOD = "overoptimization-stop";
    private static final String WINDOW = "window-";
    private static final String REFERENCE = "reference-";
    private static final String SUSPECT = "suspect-windows";
    private static final String SCORE_RISE = "score-rise";
    private static final String LABEL_RISE = "label-rise";

    /** What happens when the alarm is raised. */
    enum Action {
        PAUSE,
        ROLL_BACK
    }

    /**
     * @param labels judged and scored answers in a window, at least 2
     * @param deviations standard errors by which the score of a suspect window has risen, at least 0
     * @param windows suspect windows in a row that raise the alarm, at least 1
     * @param action what happens then
     */
    record Settings(int labels, double deviations, int windows, Action action) {
        Settings {
            if (labels < 2 || windows < 1) {
                throw new IllegalArgumentException(
                        "labels is " + labels + " and windows " + windows + "; give at least 2 and at least 1");
            }
            if (!(deviations >= 0)) {
                throw new IllegalArgumentException("deviations is " + deviations + "; give at least 0");
            }
        }
    }

    private final Settings settings;
    private JudgedWindow step = JudgedWindow.EMPTY;
    private JudgedWindow window = JudgedWindow.EMPTY;
    private JudgedWindow reference = JudgedWindow.EMPTY;
    private double suspectWindows;
    private double scoreRise;
    private double labelRise;

    OveroptimizationStop(Settings settings) {
        this.settings = settings;
    }

    @Override
    public void beginStep() {
        step = JudgedWindow.EMPTY;
    }

    @Override
    public LossReport penalty(PolicyBatch batch) {
        float[] labels = batch.labels().toFloatArray();
        float[] weights = batch.labelWeights().toFloatArray();
        for (int i = 0; i < labels.length; i++) {
            PolicyBatch.Answer answer = batch.answers().get(i);
            Optional<Double> score = answer.score();
            if (weights[i] > 0 && score.isPresent()) {
                step = step.plus(score.get(), labels[i], weights[i], answer.labelLeft());
            }
        }
        NDArray share = TokenMath.tokenMean(batch.mask(), batch);
        return new LossReport(
                Scalars.of(batch.manager(), 0),
                Map.of(
                        "stopped",
                        Scalars.times(share, stopped() ? 1 : 0),
                        SCORE_RISE,
                        Scalars.times(share, scoreRise),
                        LABEL_RISE,
                        Scalars.times(share, labelRise)));
    }

    private boolean stopped() {
        return suspectWindows >= settings.windows();
    }

    @Override
    public double rate() {
        return stopped() ? 0 : 1;
    }

    @Override
    public void afterStep(PolicyWeights weights) {
        window = window.plus(step);
        step = JudgedWindow.EMPTY;
        if (window.answers() >= settings.labels()) {
            judge(weights);
            window = JudgedWindow.EMPTY;
        }
    }

    /** Compares a full window with the last that was not suspect. */
    private void judge(PolicyWeights weights) {
        boolean rollsBack = settings.action() == Action.ROLL_BACK;
        if (reference.answers() > 0) {
            scoreRise = window.scoreRise(reference);
            labelRise = window.labelRise(reference);
            if (scoreRise > settings.deviations() && labelRise <= 0) {
                suspectWindows++;
                if (rollsBack && suspectWindows == settings.windows()) {
                    weights.current().copyFrom(weights.kept(GOOD));
                }
                return;
            }
        }
        suspectWindows = 0;
        reference = window;
        if (rollsBack) {
            weights.kept(GOOD).copyFrom(weights.current());
        }
    }

    @Override
    public Map<String, Double> state() {
        Map<String, Double> state = new LinkedHashMap<>();
        state.putAll(window.state(WINDOW));
        state.putAll(reference.state(REFERENCE));
        state.put(SUSPECT, suspectWindows);
        state.put(SCORE_RISE, scoreRise);
        state.put(LABEL_RISE, labelRise);
        return state;
    }

    @Override
    public void restore(Map<String, Double> state) {
        step = JudgedWindow.EMPTY;
        window = JudgedWindow.of(state, WINDOW);
        reference = JudgedWindow.of(state, REFERENCE);
        suspectWindows = state.getOrDefault(SUSPECT, 0.0);
        scoreRise = state.getOrDefault(SCORE_RISE, 0.0);
        labelRise = state.getOrDefault(LABEL_RISE, 0.0);
    }

    @Override
    public Set<Signal> needs() {
        return Set.of(Signal.BINARY_LABEL, Signal.SCORE);
    }

    @Override
    public Set<String> diagnostics() {
        return Set.of("stopped", SCORE_RISE, LABEL_RISE);
    }
}
