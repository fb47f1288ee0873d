package io.thumbstream.learner.reward;

import ai.djl.ndarray.NDArray;
import io.thumbstream.runtime.catalog.Signal;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/**
 * Pairs by {@link PreferenceRewardObjective}, single answers by {@link BinaryRewardObjective}: the sum of both losses.
 *
 * <p>One score then explains thumbs and choices alike. Places of orders, which {@code ranking} makes with {@code as: order}, are added by
 * {@link PlackettLuce}. A label of one kind adds nothing to another kind's loss.
 */
final class ByLabelKind implements RewardObjective {
    private final PreferenceRewardObjective pairs;
    private final BinaryRewardObjective singles;
    private final PlackettLuce places = new PlackettLuce();

    /** Settings of the two parts that have some. */
    record Settings(PreferenceRewardObjective.Settings pair, BinaryRewardObjective.Settings binary) {
        static Settings defaults() {
            return new Settings(
                    PreferenceRewardObjective.Settings.defaults(), BinaryRewardObjective.Settings.defaults());
        }
    }

    ByLabelKind(Settings settings) {
        pairs = new PreferenceRewardObjective(settings.pair());
        singles = new BinaryRewardObjective(settings.binary());
    }

    @Override
    public RewardLoss evaluate(NDArray margins, LabelBatch batch) {
        RewardLoss first = pairs.evaluate(margins, batch);
        RewardLoss second = singles.evaluate(margins, batch);
        RewardLoss third = places.evaluate(margins, batch, Set.of(LabelKind.BEST));
        Map<String, NDArray> diagnostics = new HashMap<>(first.diagnostics());
        diagnostics.putAll(second.diagnostics());
        diagnostics.putAll(third.diagnostics());
        return new RewardLoss(first.loss().add(second.loss()).add(third.loss()), diagnostics);
    }

    @Override
    public double probability(LabelKind kind, double margin) {
        return part(kind).probability(kind, margin);
    }

    @Override
    public double probability(RewardLabel label, double margin) {
        return part(label.kind()).probability(label, margin);
    }

    private RewardObjective part(LabelKind kind) {
        return switch (kind) {
            case PAIR -> pairs;
            case BEST -> places;
            case BINARY, PERSON -> singles;
        };
    }

    @Override
    public void learned(double[] margins, LabelBatch batch) {
        pairs.learned(margins, batch);
        singles.learned(margins, batch);
    }

    @Override
    public Map<String, Double> state() {
        Map<String, Double> state = new LinkedHashMap<>(pairs.state());
        state.putAll(singles.state());
        return state;
    }

    @Override
    public void restore(Map<String, Double> state) {
        pairs.restore(state);
        singles.restore(state);
    }

    @Override
    public Set<LabelKind> kinds() {
        return Set.of(LabelKind.PAIR, LabelKind.BINARY, LabelKind.BEST);
    }

    @Override
    public Set<Signal> needs() {
        return singles.needs().contains(Signal.USER_KEY) ? Set.of(Signal.USER_KEY) : Set.of();
    }
}
