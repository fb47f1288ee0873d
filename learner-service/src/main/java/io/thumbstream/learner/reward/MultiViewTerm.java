package io.thumbstream.learner.reward;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
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
 * Lets the states of two answers to one prompt tell of each other what they do not tell of other prompts, and little else.
 *
 * <p>{@code L = coefficient sum_i w_i (softplus(-T_ii) + mean_j softplus(T_ij) + bottleneck D_i)} over the pairs {@code i} of a batch, {@code j} those of other prompts,
 * {@code T_ij = cos(z_i, z'_j) / temperature}, {@code z} a sample of the state of the first answer and {@code z'} one of the second, {@code w} the weight of the
 * label. {@code D_i = ((v - v')^2 + m (v + v')) / (4 v v')} is the symmetric divergence, for each feature, between two round normal distributions whose means lie
 * {@code m} apart in mean square and whose variances are {@code v} and {@code v'}. A state seen under dropout is a sample: mean and variance of an answer are those of its two
 * views, {@code v} at least {@code spread-floor} squared. Source: Lang et al., Fine-Tuning Language Models with Reward Learning on Policy, 2024, arXiv
 * 2403.19279 (its loss of two views of a prompt, with a bound of Jensen-Shannon kind on what they share). Ours takes the noise of dropout and a cosine in place
 * of two networks and a critic that are learned, the mean over the features in place of their sum, and pairs that people or the model itself judged in
 * place of all that the policy sampled.
 *
 * <p>Needs the transformer trunk, trained, and costs it two more passes. It knows no label, so ties and own pairs ({@code co-adaptation}) teach it as well; thumbs do not.
 * The states that it draws together are those that scores tell answers apart by: a bottleneck near 1 takes from the scores what the term was to give.
 */
@Experimental
final class MultiViewTerm implements AuxiliaryRewardTerm {
    private static final int[] FEATURES = {1};

    /**
     * @param coefficient weight of the term, at least 0
     * @param bottleneck weight in it of how far the two answers are apart, at least 0
     * @param temperature divisor of the cosines, above 0
     * @param spreadFloor least deviation of a state over its views, above 0, in units of a feature, which is about 1
     * @param dropout share of features that a view leaves out, in {@code [0, 1)}
     */
    record Settings(double coefficient, double bottleneck, double temperature, double spreadFloor, double dropout) {
        Settings {
            if (!(coefficient >= 0) || !(bottleneck >= 0)) {
                throw new IllegalArgumentException("coefficient is " + coefficient + " and bottleneck " + bottleneck
                        + "; give at least 0 for both");
            }
            if (!(temperature > 0) || Double.isInfinite(temperature)) {
                throw new IllegalArgumentException("temperature is " + temperature + "; give a finite number above 0");
            }
            if (!(spreadFloor > 0) || Double.isInfinite(spreadFloor)) {
                throw new IllegalArgumentException("spread-floor is " + spreadFloor + "; give a finite number above 0");
            }
            if (!(dropout >= 0 && dropout < 1)) {
                throw new IllegalArgumentException("dropout is " + dropout + "; choose from 0 to below 1");
            }
        }
    }

    /** Mean of the states of some answers, {@code [answer, feature]}, and the variance of a feature, {@code [answer]}. */
    private record Spread(NDArray mean, NDArray variance) {}

    private final Settings settings;

    MultiViewTerm(Settings settings) {
        this.settings = settings;
    }

    @Override
    public RewardLoss evaluate(TrunkOutput output, LabelBatch batch) {
        StateViews views = output.shown();
        NDManager manager = views.first().getManager();
        List<ShownPair> pairs = ShownPair.of(batch);
        if (pairs.isEmpty()) {
            NDArray nothing = Scalars.times(views.first().sum(), 0);
            return new RewardLoss(nothing, Map.of("multi_view_loss", nothing, "multi_view_apart", nothing));
        }
        int count = pairs.size();
        NDArray firsts = ShownPair.rows(manager, pairs, batch.inputs(), pair -> 1, pair -> 0);
        NDArray seconds = ShownPair.rows(manager, pairs, batch.inputs(), pair -> 0, pair -> 1);
        NDArray critic = Scalars.over(
                StateViews.unit(firsts.matMul(views.first()))
                        .matMul(StateViews.unit(seconds.matMul(views.second())).transpose()),
                settings.temperature());
        NDArray own = Logits.logSigmoid(critic).mul(matrix(manager, pairs, true));
        NDArray others = Logits.logSigmoid(critic.neg()).mul(matrix(manager, pairs, false));
        NDArray apart = apart(spread(firsts, views), spread(seconds, views)).mul(manager.create(weights(pairs)));
        NDArray sum =
                Scalars.times(apart.sum(), settings.bottleneck()).sub(own.sum()).sub(others.sum());
        return new RewardLoss(
                Scalars.times(sum, settings.coefficient()),
                Map.of("multi_view_loss", Scalars.over(sum, count), "multi_view_apart", apart.mean()));
    }

    private static float[] weights(List<ShownPair> pairs) {
        float[] weights = new float[pairs.size()];
        for (int i = 0; i < weights.length; i++) {
            weights[i] = (float) pairs.get(i).weight();
        }
        return weights;
    }

    /** Weights {@code [pair, pair]}: each pair's own on the diagonal, or shared out among the pairs of other prompts. */
    private static NDArray matrix(NDManager manager, List<ShownPair> pairs, boolean own) {
        int count = pairs.size();
        float[] matrix = new float[count * count];
        for (int i = 0; i < count; i++) {
            ShownPair pair = pairs.get(i);
            long others = pairs.stream()
                    .filter(other -> !other.prompt().equals(pair.prompt()))
                    .count();
            for (int j = 0; j < count; j++) {
                boolean elsewhere = !pairs.get(j).prompt().equals(pair.prompt());
                if (own && i == j) {
                    matrix[i * count + j] = (float) pair.weight();
                } else if (!own && elsewhere) {
                    matrix[i * count + j] = (float) (pair.weight() / others);
                }
            }
        }
        return Owned.of(manager, matrix, new Shape(count, count));
    }

    /** Of the answers that {@code places [pair, input]} takes out; the variance of two samples is half their squared distance. */
    private Spread spread(NDArray places, StateViews views) {
        NDArray first = places.matMul(views.first());
        NDArray second = places.matMul(views.second());
        NDArray distance = first.sub(second);
        NDArray variance = Scalars.times(distance.mul(distance).mean(FEATURES), 0.5);
        double least = settings.spreadFloor() * settings.spreadFloor();
        return new Spread(
                Scalars.times(first.add(second), 0.5),
                NDArrays.maximum(variance, Scalars.of(places.getManager(), least)));
    }

    /** Half the sum of both divergences, for each feature, {@code [pair]}. */
    private static NDArray apart(Spread first, Spread second) {
        NDArray between = first.mean().sub(second.mean());
        NDArray apart = between.mul(between).mean(FEATURES);
        NDArray wider = first.variance().sub(second.variance());
        NDArray both = first.variance().add(second.variance());
        return wider.mul(wider)
                .add(apart.mul(both))
                .div(Scalars.times(first.variance().mul(second.variance()), 4));
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
