package io.thumbstream.learner.wire;

import io.thumbstream.learner.reward.LabelKind;
import io.thumbstream.learner.reward.RewardLabel;
import io.thumbstream.model.reward.ScoreInput;
import io.thumbstream.schemas.avro.Label;
import io.thumbstream.schemas.avro.Observation;
import java.util.List;
import java.util.Optional;

/** Label records as what a reward model learns; silence (CENSORED, PENDING) is no label. */
public final class LabelTranslator implements RecordTranslator<Label, RewardLabel> {
    private static final double HEAVIEST = 1000;

    @Override
    public Optional<Translated<RewardLabel>> translate(Label record) {
        boolean said =
                record.getObservation() == Observation.OBSERVED || record.getObservation() == Observation.IMPUTED;
        if (!said) {
            return Optional.empty();
        }
        List<ScoreInput> items = record.getItems().stream()
                .map(item -> new ScoreInput(item.getPrompt(), item.getResponse()))
                .toList();
        RewardLabel label = new RewardLabel(
                items.size() == 2 ? LabelKind.PAIR : LabelKind.BINARY,
                items,
                record.getValue(),
                Math.min(HEAVIEST, record.getWeight()),
                record.getUserKey(),
                Optional.of(record.getEventTime()));
        return Optional.of(new Translated<>(record.getLabelId(), record.getRevision(), label));
    }
}
