package io.thumbstream.reward.wire;

import io.thumbstream.reward.event.Bytes;
import io.thumbstream.reward.event.Event;
import io.thumbstream.reward.event.FeedbackEvent;
import io.thumbstream.reward.event.FeedbackKind;
import io.thumbstream.reward.event.ReferenceTrace;
import io.thumbstream.reward.event.RolloutEvent;
import io.thumbstream.reward.event.SourceRef;
import io.thumbstream.reward.event.TokenTrace;
import java.util.Optional;

/** Stored form of events. */
final class EventCodec {
    private static final int VERSION = 1;
    /** Format of an answer that a reference policy was asked about; others stay readable by programs that know the first format only. */
    private static final int WITH_REFERENCE = 2;

    private EventCodec() {}

    static byte[] encode(Event event) {
        BinaryWriter out =
                new BinaryWriter(referenced(event) ? WITH_REFERENCE : VERSION).flag(event instanceof RolloutEvent);
        if (event instanceof RolloutEvent rollout) {
            write(out, rollout);
        } else {
            write(out, (FeedbackEvent) event);
        }
        return out.toBytes();
    }

    static Event decode(byte[] bytes) {
        BinaryReader in = new BinaryReader(bytes, WITH_REFERENCE);
        return in.flag() ? readRollout(in, in.version() >= WITH_REFERENCE) : readFeedback(in);
    }

    /** Whether a reference policy was asked about it, which is then stored with it. */
    static boolean referenced(Event event) {
        return event instanceof RolloutEvent rollout
                && rollout.trace().reference().isPresent();
    }

    static void write(BinaryWriter out, SourceRef source) {
        out.text(source.topic()).number(source.partition()).number(source.offset());
    }

    static SourceRef readSource(BinaryReader in) {
        return new SourceRef(in.text(), in.number(), in.longNumber());
    }

    /** The reader must know whether it is {@link #referenced}. */
    static void write(BinaryWriter out, RolloutEvent rollout) {
        out.text(rollout.id())
                .text(rollout.groupId())
                .number(rollout.index())
                .number(rollout.groupSize())
                .text(rollout.prompt())
                .text(rollout.response())
                .ints(rollout.trace().promptTokens())
                .ints(rollout.trace().tokens())
                .floats(rollout.trace().logProbs());
        rollout.trace().reference().ifPresent(reference -> write(out, reference));
        out.number(rollout.oldestPolicyVersion())
                .number(rollout.newestPolicyVersion())
                .text(rollout.finishReason())
                .flag(rollout.displayed())
                .number(rollout.feedbackProbability())
                .maybeText(rollout.userKey())
                .maybeText(rollout.explorationArm())
                .number(rollout.timeMicros());
        write(out, rollout.source());
    }

    private static void write(BinaryWriter out, ReferenceTrace reference) {
        out.floats(reference.logProbs())
                .number(reference.policyVersion())
                .text(reference.sha256())
                .number(reference.temperature());
    }

    private static ReferenceTrace readReference(BinaryReader in) {
        return new ReferenceTrace(in.floats(), in.longNumber(), in.text(), in.decimal());
    }

    /** @param referenced whether a reference policy was asked about it */
    static RolloutEvent readRollout(BinaryReader in, boolean referenced) {
        return new RolloutEvent(
                in.text(),
                in.text(),
                in.number(),
                in.number(),
                in.text(),
                in.text(),
                new TokenTrace(
                        in.ints(),
                        in.ints(),
                        in.floats(),
                        referenced ? Optional.of(readReference(in)) : Optional.empty()),
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
