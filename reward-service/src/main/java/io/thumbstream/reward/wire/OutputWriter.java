package io.thumbstream.reward.wire;

import io.thumbstream.reward.assemble.Output;
import io.thumbstream.reward.assemble.ScoreState;
import io.thumbstream.reward.event.FeedbackEvent;
import io.thumbstream.reward.event.SourceRef;
import io.thumbstream.runtime.error.PoisonRecordException;
import io.thumbstream.runtime.kafka.DeadLetters;
import io.thumbstream.schemas.avro.DriftVerdict;
import io.thumbstream.schemas.avro.Label;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;

/** Turns decisions of the joiner into records, in the order they were made; computes rewards on the way. */
final class OutputWriter {
    private static final String SERVICE = "reward";
    private static final long MICROS_PER_MILLI = 1_000;

    private final ProcessorContext<Object, Object> context;
    private final BrokerTime time;
    private final DraftScorer scorer;
    private final DraftRewards rewards;
    private final JoinerMeters meters;
    private final double significance;

    OutputWriter(
            ProcessorContext<Object, Object> context,
            BrokerTime time,
            KeyValueJoinerStore store,
            DraftScorer scorer,
            RewardPipeline pipeline,
            JoinerMeters meters,
            double significance) {
        this.context = context;
        this.time = time;
        this.scorer = scorer;
        this.rewards = new DraftRewards(store, pipeline);
        this.meters = meters;
        this.significance = significance;
    }

    void write(List<Output> outputs) {
        Map<String, ScoreState> scores = scorer.score(outputs.stream()
                .filter(Output.Draft.class::isInstance)
                .map(Output.Draft.class::cast)
                .toList());
        outputs.forEach(output -> write(output, scores));
    }

    private void write(Output output, Map<String, ScoreState> scores) {
        if (output instanceof Output.Labelled labelled) {
            meters.labelled(labelled.label());
            forward(
                    RewardTopology.LABELS_SINK,
                    labelled.label().groupId(),
                    rewards.label(labelled.label()),
                    labelled.label().timeMicros());
        } else if (output instanceof Output.Draft draft) {
            write(draft, scores);
        } else if (output instanceof Output.Refused refused) {
            write(refused);
        } else if (output instanceof Output.StallChanged stall) {
            write(stall);
        }
    }

    private void write(Output.Draft draft, Map<String, ScoreState> scores) {
        DraftRewards.Rewarded rewarded = rewards.reward(draft, scores);
        meters.rewarded(rewarded.group());
        forward(RewardTopology.EXPERIENCE_SINK, draft.group().groupId(), rewarded.experience(), draft.timeMicros());
        for (Label own : rewarded.own()) {
            forward(RewardTopology.LABELS_SINK, own.getGroupId(), own, draft.timeMicros());
        }
        rewarded.request()
                .ifPresent(request ->
                        forward(RewardTopology.ASKS_SINK, request.getGroupId(), request, draft.timeMicros()));
    }

    private void write(Output.Refused refused) {
        FeedbackEvent feedback = refused.feedback();
        SourceRef source = feedback.source();
        meters.deadLetter(refused.reason());
        PoisonRecordException cause = new PoisonRecordException(refused.detail());
        context.forward(
                new Record<Object, Object>(
                        feedback.groupId().getBytes(StandardCharsets.UTF_8),
                        feedback.original().toArray(),
                        time.millis(),
                        headers(new RecordHeaders(), refused.reason(), cause, source)),
                RewardTopology.deadLetterSink(source.topic()));
    }

    private void write(Output.StallChanged stall) {
        DriftVerdict verdict = DriftVerdict.newBuilder()
                .setMonitor(JoinerMeters.STALL_MONITOR)
                .setValue(stall.probability())
                .setThreshold(significance)
                .setDrifting(stall.stalled())
                .setDetail("probability that people are this silent by chance; share of feedback behind its time: "
                        + stall.lateShare())
                .setAt(EventMapper.instant(stall.timeMicros()))
                .build();
        forward(RewardTopology.DRIFT_SINK, JoinerMeters.STALL_MONITOR, verdict, stall.timeMicros());
    }

    /** Sends a record that can never be read where a person can look at it, for as long from now as its topic keeps letters. */
    void deadLetter(Record<byte[], byte[]> record, SourceRef source, PoisonRecordException poison) {
        meters.deadLetter("poison");
        context.forward(
                new Record<Object, Object>(
                        record.key(),
                        record.value(),
                        time.millis(),
                        headers(record.headers(), "poison", poison, source)),
                RewardTopology.deadLetterSink(source.topic()));
    }

    /** The letter itself leaves through the topology, so that it is part of the same transaction as the offset of the record it condemns. */
    private static Headers headers(Headers original, String reason, PoisonRecordException cause, SourceRef source) {
        TopicPartition from = new TopicPartition(source.topic(), source.partition());
        return DeadLetters.headers(original, SERVICE, reason, cause, from, source.offset());
    }

    private void forward(String sink, String key, Object value, long timeMicros) {
        context.forward(new Record<Object, Object>(key, value, Math.max(0, timeMicros / MICROS_PER_MILLI)), sink);
    }
}
