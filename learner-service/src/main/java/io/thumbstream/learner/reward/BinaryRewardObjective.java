package io.thumbstream.learner.reward;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import io.thumbstream.learner.binary.BinaryHistory;
import io.thumbstream.learner.binary.BinaryLoss;
import io.thumbstream.learner.binary.Judgement;
import io.thumbstream.learner.binary.Shift;
import io.thumbstream.model.reward.ScoreInput;
import io.thumbstream.runtime.catalog.Signal;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Cross-entropy of approval of single answers.
 *
 * <p>{@code -balance_up up-weight t log sigmoid(z) - balance_down u (1 - t) log sigmoid(-z)}, {@code z = s - bias - d}, with the shift {@code d}, the
 * weights of the classes and {@code u} of matched prompts as {@link BinaryHistory} has them. Source: the reward-model form of Jung et al.,
 * Binary classifier optimization, 2024, arXiv 2404.04656; shift rater: Adaptive Preference Optimization with Uncertainty-aware
 * Utility Anchor, 2025, arXiv 2509.10515. Ours needs no shift that follows the scores by default, because {@link PeopleEffects}
 * learns the approval rate of each person and of all.
 *
 * <p>Use for thumbs and ratings. With nearly all votes up, ask for class-balance, or lower {@code up-weight}, so that the few downs are
 * heard. With shift rater set the people's rate of approval to 0, or both explain the same. A lenient person's approval then says little
 * and disapproval much.
 */
final class BinaryRewardObjective implements RewardObjective {
    private final Settings settings;
    private final BinaryHistory history;

    /**
     * Shift and balance.
     *
     * @param bias score of an answer that is approved of half of the time, in {@code [-20, 20]}
     * @param upWeight weight of approval against disapproval, in {@code (0, 100]}
     * @param shift what the score must exceed besides
     * @param shiftDecay share of the old value in the running means, in [0, 1)
     * @param udm whether disapproved answers are weighed as if both classes came from the same prompts
     * @param classBalance whether both classes get the same total weight
     * @param balanceCap largest class weight, at least 1
     */
    record Settings(
            double bias,
            double upWeight,
            Shift shift,
            double shiftDecay,
            boolean udm,
            boolean classBalance,
            double balanceCap) {
        Settings {
            if (!(Math.abs(bias) <= 20)) {
                throw new IllegalArgumentException("bias is " + bias + "; choose from -20 to 20");
            }
            if (!(upWeight > 0 && upWeight <= 100)) {
                throw new IllegalArgumentException("up-weight is " + upWeight + "; choose above 0 and up to 100");
            }
            var unused = new BinaryHistory.Rules(shift, shiftDecay, udm, classBalance, balanceCap); // checks the rest
        }

        static Settings defaults() {
            return plain(0, 1);
        }

        /** A fixed shift, and no balance but the given. */
        static Settings plain(double bias, double upWeight) {
            return new Settings(bias, upWeight, Shift.NONE, 0.9, false, false, 10);
        }

        private BinaryHistory.Rules rules() {
            return new BinaryHistory.Rules(shift, shiftDecay, udm, classBalance, balanceCap);
        }
    }

    BinaryRewardObjective(Settings settings) {
        this.settings = settings;
        this.history = new BinaryHistory(settings.rules());
    }

    @Override
    public RewardLoss evaluate(NDArray margins, LabelBatch batch) {
        NDManager manager = margins.getManager();
        int labels = batch.labels().size();
        float[] shift = new float[labels];
        float[] up = new float[labels];
        float[] down = new float[labels];
        for (int i = 0; i < labels; i++) {
            RewardLabel label = batch.labels().get(i);
            if (label.kind() == LabelKind.BINARY) {
                Judgement judged = judgement(batch.ids().get(i), label, 0, 1, 1);
                shift[i] = (float) (settings.bias() + history.shift(judged));
                up[i] = (float) (settings.upWeight() * history.upWeight(judged));
                down[i] = (float) history.downWeight(judged);
            }
        }
        Shape column = new Shape(labels, 1);
        NDArray weight = manager.create(batch.weightsOf(LabelKind.BINARY), new Shape(labels, batch.members()));
        NDArray z = margins.sub(manager.create(shift, column));
        NDArray each = BinaryLoss.BCO
                .of(z, manager.create(up, column), manager.create(down, column))
                .mul(weight);
        return new RewardLoss(
                each.sum(),
                Map.of("binary_loss", each.mean(), "binary_margin", z.abs().mean()));
    }

    private static Judgement judgement(String id, RewardLabel label, double value, double weight, double left) {
        ScoreInput item = label.items().get(0);
        int[] words = Arrays.stream(item.prompt().split("\\s+"))
                .mapToInt(String::hashCode)
                .toArray();
        return new Judgement(id, value, label.value(), weight, words, label.userKey(), left);
    }

    @Override
    public void learned(double[] margins, LabelBatch batch) {
        List<Judgement> step = new ArrayList<>();
        for (int i = 0; i < margins.length; i++) {
            RewardLabel label = batch.labels().get(i);
            if (label.kind() == LabelKind.BINARY) {
                double left = batch.left().get(i);
                step.add(judgement(batch.ids().get(i), label, margins[i], label.weight(), left));
            }
        }
        history.note(step);
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
    public double probability(LabelKind kind, double margin) {
        return Logits.sigmoid(margin - settings.bias());
    }

    @Override
    public double probability(RewardLabel label, double margin) {
        return Logits.sigmoid(margin - settings.bias() - history.shift(judgement("", label, 0, 1, 1)));
    }

    @Override
    public Set<LabelKind> kinds() {
        return Set.of(LabelKind.BINARY);
    }

    @Override
    public Set<Signal> needs() {
        return settings.shift() == Shift.RATER
                ? Set.of(Signal.BINARY_LABEL, Signal.USER_KEY)
                : Set.of(Signal.BINARY_LABEL);
    }
}
