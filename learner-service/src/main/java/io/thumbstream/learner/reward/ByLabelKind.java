package io.thumbstream.learner.reward;

import ai.djl.ndarray.NDArray;
import io.thumbstream.runtime.catalog.Signal;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/**
 * Pairs by {@link BradleyTerry}, single answers by {@link BinaryLogistic}: the sum of both losses.
 *
 * <p>One score then explains thumbs and choices alike. A label of one kind adds nothing to the other kind's loss.
 */
final class ByLabelKind implements RewardObjective {
    private final BradleyTerry pairs;
    private final BinaryLogistic singles;

    /** Settings of the two parts. */
    record Settings(BradleyTerry.Settings pair, BinaryLogistic.Settings binary) {
        static Settings defaults() {
            return new Settings(BradleyTerry.Settings.defaults(), BinaryLogistic.Settings.defaults());
        }
    }

    ByLabelKind(Settings settings) {
        pairs = new BradleyTerry(settings.pair());
        singles = new BinaryLogistic(settings.binary());
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
    public Set<LabelKind> kinds() {
        return Set.of(LabelKind.PAIR, LabelKind.BINARY);
    }

    @Override
    public Set<Signal> needs() {
        return Set.of();
    }
}
