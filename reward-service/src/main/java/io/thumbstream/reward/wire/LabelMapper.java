package io.thumbstream.reward.wire;

import io.thumbstream.reward.event.Label;
import io.thumbstream.reward.event.LabelState;
import io.thumbstream.reward.event.SourceRef;
import io.thumbstream.schemas.avro.FeedbackKind;
import io.thumbstream.schemas.avro.LabelItem;
import io.thumbstream.schemas.avro.Observation;
import io.thumbstream.schemas.avro.SourcePosition;

/** Labels as Avro records. */
final class LabelMapper {
    private LabelMapper() {}

    static io.thumbstream.schemas.avro.Label label(Label label) {
        return io.thumbstream.schemas.avro.Label.newBuilder()
                .setLabelId(label.id())
                .setGroupId(label.groupId())
                .setRevision(label.revision())
                .setKind(FeedbackKind.valueOf(label.kind().name()))
                .setItems(label.items().stream().map(LabelMapper::item).toList())
                .setValue(label.value())
                .setWeight(label.weight())
                .setObservation(observation(label.state()))
                .setDelaySeconds(label.delaySeconds())
                .setPropensity(label.propensity())
                .setUserKey(label.userKey())
                .setAskerKey(label.askerKey())
                .setFeedbackIds(label.feedbackIds())
                .setSources(label.sources().stream().map(LabelMapper::position).toList())
                .setInterpreter(label.interpreter())
                .setEventTime(EventMapper.instant(label.timeMicros()))
                .build();
    }

    private static LabelItem item(io.thumbstream.reward.event.LabelItem item) {
        return LabelItem.newBuilder()
                .setRolloutId(item.rolloutId())
                .setPrompt(item.prompt())
                .setResponse(item.response())
                .setPolicyVersion(item.policyVersion())
                .build();
    }

    private static SourcePosition position(SourceRef source) {
        return new SourcePosition(source.topic(), source.partition(), source.offset());
    }

    static Observation observation(LabelState state) {
        return switch (state) {
            case PENDING -> Observation.PENDING;
            case OBSERVED -> Observation.OBSERVED;
            case CENSORED -> Observation.CENSORED;
        };
    }
}
