package io.thumbstream.reward.wire;

import io.thumbstream.schemas.avro.Feedback;
import io.thumbstream.schemas.avro.FeedbackKind;
import io.thumbstream.schemas.avro.FinishReason;
import io.thumbstream.schemas.avro.Lane;
import io.thumbstream.schemas.avro.Message;
import io.thumbstream.schemas.avro.Rollout;
import io.thumbstream.schemas.avro.VersionSpan;
import java.time.Instant;
import java.util.List;

/** Avro records for tests. */
final class WireRecords {
    private WireRecords() {}

    static Rollout rollout(String groupId, int index, int size, Instant at) {
        return Rollout.newBuilder()
                .setRolloutId(groupId + "." + index)
                .setGroupId(groupId)
                .setPromptId("p-" + groupId)
                .setIndex(index)
                .setGroupSize(size)
                .setLane(Lane.INTERACTIVE)
                .setMessages(List.of(new Message("user", "where is my parcel")))
                .setPromptTokens(List.of(3, 7))
                .setTokens(List.of(11, 12, 1))
                .setText("answer " + index)
                .setBehaviourLogProbs(List.of(-0.5f, -0.25f, -0.125f))
                .setVersionSpans(List.of(new VersionSpan(0, 3, 4L)))
                .setDisplayed(index == 0)
                .setFinishReason(FinishReason.STOP)
                .setUserKey("ann")
                .setCreatedAt(at.minusMillis(200))
                .setCompletedAt(at)
                .build();
    }

    static Feedback thumb(String id, String groupId, int index, double value, Instant at) {
        return Feedback.newBuilder()
                .setFeedbackId(id)
                .setGroupId(groupId)
                .setKind(FeedbackKind.THUMB)
                .setTargets(List.of(groupId + "." + index))
                .setValue(value)
                .setUserKey("ann")
                .setServerTime(at)
                .build();
    }
}
