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
 * <p>One score then explains thumbs and choices alike. A label of one kind adds nothing to the other kind's loss.
 */
final class ByLabelKind implements RewardObjective {
    private final PreferenceRewardObjective pairs;
    private final BinaryRewardObjective singles;

    /** Settings of the two parts. */
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
        Map<String, NDArray> diagnostics = new HashMap<>(first.diagnostics());
        diagnostics.putAll(second.diagnostics());
        return new RewardLoss(first.loss().add(second.loss()), diagnostics);
    }

    @Override
    public double probability(LabelKind kind, double margin) {
        return kind == LabelKind.PAIR ? pairs.probability(kind, margin) : singles.probability(kind, margin);
    }

    @Override
    public double probability(RewardLabel label, double margin) {
        return label.kind() == LabelKind.PAIR ? pairs.probability(label, margin) : singles.probability(label, margin);
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
        return Set.of(LabelKind.PAIR, LabelKind.BINARY);
    }

    @Override
    public Set<Signal> needs() {
        return singles.needs().contains(Signal.USER_KEY) ? Set.of(Signal.USER_KEY) : Set.of();
    }
}
