package io.thumbstream.reward.assemble;

import io.thumbstream.reward.event.Bytes;
import io.thumbstream.reward.event.FeedbackEvent;
import io.thumbstream.reward.event.FeedbackKind;
import io.thumbstream.reward.event.RolloutEvent;
import io.thumbstream.reward.event.SourceRef;
import io.thumbstream.reward.event.TokenTrace;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Events for tests; times in milliseconds. */
public final class Events {
    private static final long MICROS = 1_000;

    private Events() {}

    /** An answer; only index 0 is displayed; asked for by {@code ann}. */
    public static RolloutEvent rollout(String groupId, int index, int size, long millis) {
        return rollout(groupId, index, size, millis, index == 0, "ann");
    }

    /** The only answer of its group, with a text of its own. */
    public static RolloutEvent answering(String groupId, String response) {
        return rollout(groupId, 0, 1, 1_000, true, "ann", response);
    }

    public static RolloutEvent rollout(
            String groupId, int index, int size, long millis, boolean displayed, @Nullable String user) {
        return rollout(groupId, index, size, millis, displayed, user, "answer " + index);
    }

    private static RolloutEvent rollout(
            String groupId,
            int index,
            int size,
            long millis,
            boolean displayed,
            @Nullable String user,
            String response) {
        return new RolloutEvent(
                groupId + "." + index,
                groupId,
                index,
                size,
                "user: where is my parcel\n",
                response,
                new TokenTrace(new int[] {3, 7}, new int[] {11 + index, 1}, new float[] {-0.5f, -0.25f}),
                4,
                5,
                "STOP",
                displayed,
                0.5,
                user,
                null,
                millis * MICROS,
                new SourceRef("rollouts", 0, millis * 10 + index));
    }

    public static FeedbackEvent thumb(String id, String rolloutId, double value, long sequence, long millis) {
        return feedback(id, FeedbackKind.THUMB, List.of(rolloutId), value, null, "ann", sequence, millis);
    }

    public static FeedbackEvent pair(String id, String first, String second, double value, long millis) {
        return feedback(id, FeedbackKind.PAIR, List.of(first, second), value, null, "ann", 0, millis);
    }

    public static FeedbackEvent retract(
            String id, String groupId, String retracts, @Nullable String user, long millis) {
        return new FeedbackEvent(
                id,
                groupId,
                FeedbackKind.RETRACT,
                List.of(),
                null,
                null,
                retracts,
                user,
                0,
                false,
                millis * MICROS,
                source(id, millis),
                Bytes.empty());
    }

    public static FeedbackEvent feedback(
            String id,
            FeedbackKind kind,
            List<String> targets,
            @Nullable Double value,
            @Nullable String text,
            @Nullable String user,
            long sequence,
            long millis) {
        String first = targets.get(0);
        return new FeedbackEvent(
                id,
                first.substring(0, first.lastIndexOf('.')),
                kind,
                targets,
                value,
                text,
                null,
                user,
                sequence,
                false,
                millis * MICROS,
                source(id, millis),
                Bytes.of(new byte[] {7}));
    }

    private static SourceRef source(String id, long millis) {
        return new SourceRef("feedback", 0, millis * 1_000 + Math.floorMod(id.hashCode(), 1_000));
    }
}
