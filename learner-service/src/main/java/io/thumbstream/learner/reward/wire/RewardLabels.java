package io.thumbstream.learner.reward.wire;

import io.thumbstream.learner.reward.LabelKind;
import io.thumbstream.learner.reward.RewardLabel;
import io.thumbstream.model.reward.ScoreInput;
import io.thumbstream.schemas.avro.Label;
import io.thumbstream.schemas.avro.Observation;
import java.util.List;
import java.util.Optional;

/** Reads the records of the labels topic. */
public final class RewardLabels {
    private RewardLabels() {}

    /**
     * What a reward model learns from a record; empty when it speaks about neither one answer nor two.
     *
     * <p>A label that was not observed weighs nothing: silence is no opinion, and such a revision withdraws an earlier one.
     *
     * @throws IllegalArgumentException when a number is out of range; the record then belongs to the dead letters
     */
    public static Optional<RewardLabel> of(Label record) {
        List<ScoreInput> items = record.getItems().stream()
                .map(item -> new ScoreInput(item.getPrompt(), item.getResponse()))
                .toList();
        if (items.isEmpty() || items.size() > 2) {
            return Optional.empty();
        }
        LabelKind kind = items.size() == 2 ? LabelKind.PAIR : LabelKind.BINARY;
        double weight = record.getObservation() == Observation.OBSERVED ? record.getWeight() : 0;
        return Optional.of(new RewardLabel(kind, items, record.getValue(), weight, record.getUserKey()));
    }
}
