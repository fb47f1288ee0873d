package io.thumbstream.learner.reward;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import io.thumbstream.model.tensor.Owned;
import io.thumbstream.model.tensor.Scalars;
import io.thumbstream.runtime.catalog.Experimental;
import io.thumbstream.runtime.catalog.Signal;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.Set;

/**
 * Lets a reward model know a choice again by how the states of its two answers differ, whatever dropout leaves out.
 *
 * <p>{@code L = -coefficient sum_i w_i |2t_i - 1| log softmax_j(cos(h_i, h'_j) / temperature)[i]} over the choices {@code i} of a batch, {@code h} the state of
 * the chosen answer less that of the other in one view, {@code h'} in the other view, {@code w} the weight of the label and {@code t} its target. Source: Wang et
 * al., Secrets of RLHF in Large Language Models Part II: Reward Modeling, 2024, arXiv 2401.06080 (its contrast of two dropout views). Ours drops features of
 * the embedded words, the same ones at every place of a text, in place of dropout in every layer.
 *
 * <p>Needs the transformer trunk, trained, and costs it two more passes. It spreads out what choices are about, which a few hundred pairs leave
 * bunched together; it takes choices that are about the same for different ones, so a high coefficient takes apart what should generalise.
 * Ties and thumbs teach it nothing, nor does a choice that is alone in its batch.
 */
@Experimental
final class ViewContrastTerm implements AuxiliaryRewardTerm {
    /**
     * @param coefficient weight of the term, at least 0
     * @param temperature divisor of the cosines, above 0; the smaller, the more the nearest other choices count
     * @param dropout share of features that a view leaves out, in {@code [0, 1)}
     */
    record Settings(double coefficient, double temperature, double dropout) {
        Settings {
            if (!(coefficient >= 0)) {
                throw new IllegalArgumentException("coefficient is " + coefficient + "; give at least 0");
            }
            if (!(temperature > 0) || Double.isInfinite(temperature)) {
                throw new IllegalArgumentException("temperature is " + temperature + "; give a finite number above 0");
            }
            if (!(dropout >= 0 && dropout < 1)) {
                throw new IllegalArgumentException("dropout is " + dropout + "; choose from 0 to below 1");
            }
        }
    }

    private final Settings settings;

    ViewContrastTerm(Settings settings) {
        this.settings = settings;
    }

    @Override
    public RewardLoss evaluate(TrunkOutput output, LabelBatch batch) {
        StateViews views = output.shown();
        NDManager manager = views.first().getManager();
        List<ShownPair> choices =
                ShownPair.of(batch).stream().filter(ShownPair::choice).toList();
        if (choices.isEmpty()) {
            NDArray nothing = Scalars.times(views.first().sum(), 0);
            return new RewardLoss(nothing, Map.of("view_contrast_loss", nothing));
        }
        int count = choices.size();
        NDArray leads = ShownPair.rows(
                manager,
                choices,
                batch.inputs(),
                choice -> Math.signum(choice.side()),
                choice -> -Math.signum(choice.side()));
        NDArray first = StateViews.unit(leads.matMul(views.first()));
        NDArray second = StateViews.unit(leads.matMul(views.second()));
        NDArray shares = Scalars.over(first.matMul(second.transpose()), settings.temperature())
                .logSoftmax(1);
        NDArray sum = shares.mul(Owned.of(manager, weights(choices), new Shape(count, count)))
                .sum()
                .neg();
        return new RewardLoss(
                Scalars.times(sum, settings.coefficient()), Map.of("view_contrast_loss", Scalars.over(sum, count)));
    }

    /** Weights on the diagonal of {@code [choice, choice]}, row-major. */
    private static float[] weights(List<ShownPair> choices) {
        int count = choices.size();
        float[] matrix = new float[count * count];
        for (int i = 0; i < count; i++) {
            matrix[i * count + i] =
                    (float) (choices.get(i).weight() * Math.abs(choices.get(i).side()));
        }
        return matrix;
    }

    @Override
    public OptionalDouble dropout() {
        return OptionalDouble.of(settings.dropout());
    }

    @Override
    public Set<Signal> needs() {
        return Set.of(Signal.PAIR);
    }
}
