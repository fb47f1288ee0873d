package io.thumbstream.learner.objective;

import ai.djl.ndarray.NDArray;
import io.thumbstream.learner.binary.BinaryHistory;
import io.thumbstream.learner.binary.BinaryLoss;
import io.thumbstream.learner.binary.Judgement;
import io.thumbstream.learner.binary.Shift;
import io.thumbstream.model.tensor.Masked;
import io.thumbstream.model.tensor.Scalars;
import io.thumbstream.runtime.catalog.Experimental;
import io.thumbstream.runtime.catalog.Signal;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Binary classifier optimisation and its kin: thumbs train the policy directly, without a reward model.
 *
 * <p>{@code r = beta sum_t (log pi - log ref)} per answer, {@code m = r - d} with the shift {@code d}, label {@code y}, {@code w_up} and {@code w_down} the
 * weights of a label as approval and as disapproval, {@code s} the logistic function, {@code W} the label weight of the whole step as said. BCO:
 * {@code L = -sum [w_up log s(m) + w_down log s(-m)] / W}. KTO: {@code L = sum [w_up (1 - s(m)) + w_down (1 - s(-m))] / W} with
 * {@code max(d, 0)} as shift where it is a mean. Source: Jung et al., Binary Classifier Optimization, 2024, arXiv 2404.04656 (bco);
 * Ethayarajh et al., KTO: Model Alignment as Prospect Theoretic Optimization, 2024, arXiv 2402.01306 (kto); Adaptive Preference
 * Optimization with Uncertainty-aware Utility Anchor, 2025, arXiv 2509.10515 (uapo). Ours keeps the shift of bco per class, where
 * the bound is tightest; a pooled mean equals it only for balanced thumbs. When asked it weighs each class by half its inverse
 * share, cut at balance-cap, because thumbs in practice are one-sided. For kto it takes the pooled running mean of implied rewards in
 * place of their mean over prompts and answers that do not belong together, which would cost another pass. For uapo
 * the anchor depends on the person by what the person said before, in place of a learned term.
 *
 * <p>One-sided thumbs need both the shift per class and the balance. Matching of prompts (udm) changes what is learned only if
 * answers come from another policy than the reference, as in a stream they do. The loss of kto teaches little from answers that it
 * is sure of, right or wrong. Answers without a label have weight 0. What earlier steps said ({@link BinaryHistory}) is state, with shift
 * rater by key of the person.
 */
@Experimental
final class BinaryFeedbackObjective implements PolicyObjective {
    /**
     * @param loss form of the loss
     * @param beta inverse temperature of the implied reward, above 0
     * @param shift what the implied reward of an answer must exceed
     * @param shiftDecay share of the old value in the running means, in [0, 1)
     * @param udm whether disapproved answers are weighed as if both classes came from the same prompts
     * @param classBalance whether ups and downs get the same total weight
     * @param balanceCap largest class weight, at least 1
     */
    record Settings(
            BinaryLoss loss,
            double beta,
            Shift shift,
            double shiftDecay,
            boolean udm,
            boolean classBalance,
            double balanceCap) {
        Settings {
            if (!(beta > 0)) {
                throw new IllegalArgumentException("beta is " + beta + "; give a value above 0");
            }
            var unused = new BinaryHistory.Rules(shift, shiftDecay, udm, classBalance, balanceCap); // checks the rest
        }

        private BinaryHistory.Rules rules() {
            return new BinaryHistory.Rules(shift, shiftDecay, udm, classBalance, balanceCap);
        }
    }

    private final Settings settings;
    private final BinaryHistory history;
    private final List<Judgement> step = new ArrayList<>();

    BinaryFeedbackObjective(Settings settings) {
        this.settings = settings;
        this.history = new BinaryHistory(settings.rules());
    }

    @Override
    public void beginStep() {
        step.clear();
    }

    @Override
    public LossReport evaluate(PolicyBatch batch) {
        NDArray reward =
                Scalars.times(Masked.rowSum(batch.logProbs().sub(batch.reference()), batch.mask()), settings.beta());
        List<Judgement> judged = judgements(batch, reward.stopGradient());
        float[] shift = new float[judged.size()];
        float[] up = new float[judged.size()];
        float[] down = new float[judged.size()];
        for (int i = 0; i < shift.length; i++) {
            shift[i] = (float) shift(judged.get(i));
            up[i] = (float) history.upWeight(judged.get(i));
            down[i] = (float) history.downWeight(judged.get(i));
        }
        NDArray margin = reward.sub(batch.manager().create(shift));
        NDArray each = settings.loss()
                .of(margin, batch.manager().create(up), batch.manager().create(down));
        step.addAll(judged);
        double whole = Math.max(1e-8, batch.whole().labelWeight());
        double left = Math.max(1e-8, batch.whole().labelLeft());
        NDArray weights = batch.labelWeights();
        return new LossReport(
                Scalars.over(each.sum(), whole),
                Map.of(
                        "implied-reward",
                        Scalars.over(reward.stopGradient().mul(weights).sum(), left),
                        "up-share",
                        Scalars.over(batch.labels().mul(weights).sum(), left)));
    }

    /** The mean that kto compares with estimates a divergence, so below zero it is an error of estimation. */
    private double shift(Judgement judgement) {
        double shift = history.shift(judgement);
        boolean mean = settings.shift() == Shift.POOLED || settings.shift() == Shift.CLASS_MEAN;
        return settings.loss() == BinaryLoss.KTO && mean ? Math.max(0, shift) : shift;
    }

    private static List<Judgement> judgements(PolicyBatch batch, NDArray reward) {
        float[] rewards = reward.toFloatArray();
        float[] labels = batch.labels().toFloatArray();
        float[] weights = batch.labelWeights().toFloatArray();
        List<Judgement> judged = new ArrayList<>();
        for (int i = 0; i < rewards.length; i++) {
            PolicyBatch.Answer answer = batch.answers().get(i);
            judged.add(new Judgement(
                    answer.id(),
                    rewards[i],
                    labels[i],
                    weights[i],
                    answer.prompt(),
                    answer.rater(),
                    answer.labelLeft()));
        }
        return judged;
    }

    @Override
    public void endStep() {
        history.note(step);
        step.clear();
    }

    @Override
    public Map<String, Double> state() {
        return history.state();
    }

    @Override
    public void restore(Map<String, Double> state) {
        history.restore(state);
    }

    @Override
    public Set<Signal> needs() {
        Set<Signal> needs = new HashSet<>(Set.of(Signal.BINARY_LABEL, Signal.REFERENCE_LOG_PROBS));
        if (settings.shift() == Shift.RATER) {
            needs.add(Signal.USER_KEY);
        }
        return Set.copyOf(needs);
    }

    @Override
    public Set<String> diagnostics() {
        return Set.of("implied-reward", "up-share");
    }
}
