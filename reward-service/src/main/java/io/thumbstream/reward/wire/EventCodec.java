package io.thumbstream.reward.wire;

import io.thumbstream.reward.event.Bytes;
import io.thumbstream.reward.event.Event;
import io.thumbstream.reward.event.FeedbackEvent;
import io.thumbstream.reward.event.FeedbackKind;
import io.thumbstream.reward.event.RolloutEvent;
import io.thumbstream.reward.event.SourceRef;
import io.thumbstream.reward.event.TokenTrace;

/** Stored form of events. */
final class EventCodec {
    private static final int VERSION = 1;

    private EventCodec() {}

    static byte[] encode(Event event) {
        BinaryWriter out = new BinaryWriter(VERSION).flag(event instanceof RolloutEvent);
        if (event instanceof RolloutEvent rollout) {
            write(out, rollout);
        } else {
            write(out, (FeedbackEvent) event);
        }
        return out.toBytes();
    }

    static Event decode(byte[] bytes) {
        BinaryReader in = new BinaryReader(bytes, VERSION);
        return in.flag() ? readRollout(in) : readFeedback(in);
    }

    static void write(BinaryWriter out, SourceRef source) {
        out.text(source.topic()).number(source.partition()).number(source.offset());
    }

    static SourceRef readSource(BinaryReader in) {
        return new SourceRef(in.text(), in.number(), in.longNumber());
    }

    static void write(BinaryWriter out, RolloutEvent rollout) {
        out.text(rollout.id())
                .text(rollout.groupId())
                .number(rollout.index())
                .number(rollout.groupSize())
                .text(rollout.prompt())
                .text(rollout.response())
                .ints(rollout.trace().promptTokens())
                .ints(rollout.trace().tokens())
                .floats(rollout.trace().logProbs())
                .number(rollout.oldestPolicyVersion())
                .number(rollout.newestPolicyVersion())
                .text(rollout.finishReason())
                .flag(rollout.displayed())
                .number(rollout.feedbackProbability())
                .maybeText(rollout.userKey())
                .maybeText(rollout.explorationArm())
                .number(rollout.timeMicros());
        write(out, rollout.source());
    }

    static RolloutEvent readRollout(BinaryReader in) {
        return new RolloutEvent(
                in.text(),
                in.text(),
                in.number(),
                in.number(),
                in.text(),
                in.text(),
                new TokenTrace(in.ints(), in.ints(), in.floats()),
                in.longNumber(),
                in.longNumber(),
                in.text(),
                in.flag(),
                in.decimal(),
                in.maybeText(),
                in.maybeText(),
                in.longNumber(),
                readSource(in));
    }

    private static void write(BinaryWriter out, FeedbackEvent feedback) {
        out.text(feedback.id())
                .text(feedback.groupId())
                .text(feedback.kind().name())
                .texts(feedback.targets())
                .maybeNumber(feedback.value())
                .maybeText(feedback.text())
                .maybeText(feedback.retracts())
                .maybeText(feedback.userKey())
                .number(feedback.userSequence())
                .flag(feedback.receiptInvalid())
                .number(feedback.timeMicros());
        write(out, feedback.source());
        out.blob(feedback.original().toArray());
    }

    private static FeedbackEvent readFeedback(BinaryReader in) {
        return new FeedbackEvent(
                in.text(),
                in.text(),
                FeedbackKind.valueOf(in.text()),
                in.texts(),
                in.maybeNumber(),
                in.maybeText(),
                in.maybeText(),
                in.maybeText(),
                in.longNumber(),
                in.flag(),
                in.longNumber(),
                readSource(in),
                Bytes.of(in.blob()));
    }
}
