package io.thumbstream.learner.wire;

import io.thumbstream.learner.correct.Evidence;
import io.thumbstream.learner.correct.FeedbackKind;
import io.thumbstream.learner.reward.LabelKind;
import io.thumbstream.learner.reward.Provenance;
import io.thumbstream.learner.reward.RewardLabel;
import io.thumbstream.model.reward.ScoreInput;
import io.thumbstream.schemas.avro.Label;
import io.thumbstream.schemas.avro.Observation;
import java.util.List;
import java.util.Optional;

/**
 * Label records as what a reward model learns, with how they came to be known.
 *
 * <p>Silence about one kind of feedback (CENSORED) comes through as silence, which says nothing unless a correction gives it a
 * meaning; silence about no kind in particular is no label, nor is what is still open (PENDING). What nobody
 * said (IMPUTED) comes through as the reward model's own judgement, which only co-adaptation reads.
 */
public final class LabelTranslator implements RecordTranslator<Label, RewardLabel> {
    @Override
    public Optional<Translated<RewardLabel>> translate(Label record) {
        FeedbackKind kind = kind(record.getKind());
        boolean silent = record.getObservation() == Observation.CENSORED;
        boolean said =
                record.getObservation() == Observation.OBSERVED || record.getObservation() == Observation.IMPUTED;
        if (!said && !(silent && kind != FeedbackKind.OTHER)) {
            return Optional.empty();
        }
        List<ScoreInput> items = record.getItems().stream()
                .map(item -> new ScoreInput(item.getPrompt(), item.getResponse()))
                .toList();
        RewardLabel label = new RewardLabel(
                LabelKind.about(items.size()),
                items,
                record.getValue(),
                Math.min(RewardLabel.HEAVIEST, record.getWeight()),
                record.getUserKey(),
                Optional.of(record.getEventTime()),
                new Evidence(kind, silent, record.getDelaySeconds(), record.getPropensity()),
                provenance(record));
        return Optional.of(new Translated<>(record.getLabelId(), record.getRevision(), label));
    }

    /** What is imputed is the reward model's own judgement of one answer. */
    private static Provenance provenance(Label record) {
        return record.getObservation() == Observation.IMPUTED
                        && record.getItems().size() == 1
                ? Provenance.own(record.getGroupId(), record.getItems().get(0).getPolicyVersion())
                : Provenance.PERSON;
    }

    private static FeedbackKind kind(io.thumbstream.schemas.avro.FeedbackKind kind) {
        return switch (kind) {
            case THUMB -> FeedbackKind.THUMB;
            case RATING -> FeedbackKind.RATING;
            case PAIR -> FeedbackKind.PAIR;
            case RANKING -> FeedbackKind.RANKING;
            case EDIT -> FeedbackKind.EDIT;
            case IMPLICIT -> FeedbackKind.IMPLICIT;
            case OUTCOME -> FeedbackKind.OUTCOME;
            case COMMENT, SPAN, RETRACT, UNKNOWN -> FeedbackKind.OTHER;
        };
    }
}
