package io.thumbstream.lab.completeness.wire;

import io.thumbstream.lab.completeness.FeedbackRecord;
import io.thumbstream.lab.trace.wire.TopicScan;
import io.thumbstream.runtime.kafka.KafkaSettings;
import io.thumbstream.schemas.Topics;
import io.thumbstream.schemas.avro.FeedbackKind;
import io.thumbstream.schemas.avro.ReceiptCheck;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Reads which answers were shown and which votes came, without what was said; needs no keys of people. */
public final class FeedbackRecordReader {
    private final TopicScan scan;

    /** Reads the topics of {@code kafka}. */
    public FeedbackRecordReader(KafkaSettings kafka) {
        this.scan = new TopicScan(kafka);
    }

    /** Everything that is committed now; withdrawals and votes with a forged receipt are no votes. */
    public FeedbackRecord read() {
        List<FeedbackRecord.Answer> answers = new ArrayList<>();
        long unusedRollouts = scan.envelopes(Topics.ROLLOUTS, read -> {
            if (read.value().getDisplayed()) {
                answers.add(new FeedbackRecord.Answer(
                        read.value().getRolloutId(),
                        read.value().getGroupId(),
                        read.value().getCompletedAt()));
            }
        });
        List<FeedbackRecord.Vote> votes = new ArrayList<>();
        long unusedFeedback = scan.envelopes(Topics.FEEDBACK, read -> {
            if (read.value().getKind() != FeedbackKind.RETRACT && read.value().getReceipt() != ReceiptCheck.INVALID) {
                votes.add(new FeedbackRecord.Vote(
                        read.value().getFeedbackId(),
                        read.value().getKind().name().toLowerCase(Locale.ROOT),
                        read.value().getGroupId(),
                        read.value().getTargets(),
                        read.value().getServerTime()));
            }
        });
        return new FeedbackRecord(answers, votes);
    }
}
