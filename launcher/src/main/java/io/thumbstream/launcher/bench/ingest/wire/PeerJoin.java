package io.thumbstream.launcher.bench.ingest.wire;

import io.thumbstream.runtime.kafka.KafkaSettings;
import io.thumbstream.schemas.AvroSerdes;
import io.thumbstream.schemas.Topics;
import io.thumbstream.schemas.avro.Feedback;
import io.thumbstream.schemas.avro.Label;
import io.thumbstream.schemas.avro.LabelItem;
import io.thumbstream.schemas.avro.Observation;
import io.thumbstream.schemas.avro.Rollout;
import io.thumbstream.schemas.avro.SourcePosition;
import java.time.Duration;
import java.util.List;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.StreamsBuilder;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.kstream.Consumed;
import org.apache.kafka.streams.kstream.JoinWindows;
import org.apache.kafka.streams.kstream.KStream;
import org.apache.kafka.streams.kstream.Produced;
import org.apache.kafka.streams.kstream.StreamJoined;
import org.jspecify.annotations.Nullable;

/**
 * Kafka's own windowed left join of answers with votes, written as its documentation does; only measured beside the joiner.
 *
 * <p>Windows go by the times that the records hold, as the joiner's do, because the topics are stamped by the broker. It does less: no repeated votes told from new ones, no later vote in place of an earlier one, no withdrawals, no windows that
 * close in silence, no groups to learn from.
 */
public final class PeerJoin {
    private static final String NAME = "peer-join";

    private PeerJoin() {}

    /**
     * The join with its windows in RocksDB, its records sealed as all are.
     *
     * @param window how long after an answer a vote is joined
     * @param grace how far behind a record may come
     */
    public static Topology build(KafkaSettings kafka, Duration window, Duration grace) {
        AvroSerdes serdes = new AvroSerdes(kafka.schemaRegistryUrl(), kafka.schemaRegistry());
        Serde<String> keys = Serdes.String();
        Serde<Rollout> rollouts = serdes.serde(Topics.ROLLOUTS);
        Serde<Feedback> feedback = serdes.serde(Topics.FEEDBACK);
        StreamsBuilder builder = new StreamsBuilder();
        KStream<String, Rollout> answers = builder.stream(
                Topics.ROLLOUTS.name(),
                Consumed.with(keys, rollouts)
                        .withName("peer-rollouts")
                        .withTimestampExtractor((record, unused) ->
                                ((Rollout) record.value()).getCompletedAt().toEpochMilli()));
        KStream<String, Feedback> votes = builder.stream(
                Topics.FEEDBACK.name(),
                Consumed.with(keys, feedback)
                        .withName("peer-feedback")
                        .withTimestampExtractor((record, unused) ->
                                ((Feedback) record.value()).getServerTime().toEpochMilli()));
        answers.leftJoin(
                        votes,
                        PeerJoin::labels,
                        JoinWindows.ofTimeDifferenceAndGrace(window, grace).before(Duration.ZERO),
                        StreamJoined.with(keys, rollouts, feedback)
                                .withName(NAME)
                                .withStoreName(NAME))
                .flatMapValues(labels -> labels)
                .to(
                        Topics.LABELS.name(),
                        Produced.with(keys, serdes.serde(Topics.LABELS)).withName("peer-labels"));
        return builder.build();
    }

    /** None for an answer whose window closed in silence. */
    private static List<Label> labels(Rollout answer, @Nullable Feedback vote) {
        if (vote == null) {
            return List.of();
        }
        long delay =
                Duration.between(answer.getCompletedAt(), vote.getServerTime()).toMillis();
        Label.Builder label = Label.newBuilder()
                .setLabelId(vote.getFeedbackId())
                .setGroupId(vote.getGroupId())
                .setRevision(1)
                .setKind(vote.getKind())
                .setItems(List.of(LabelItem.newBuilder()
                        .setRolloutId(answer.getRolloutId())
                        .setPrompt(answer.getMessages().get(0).getContent())
                        .setResponse(answer.getText())
                        .setPolicyVersion(1)
                        .build()))
                .setValue(vote.getValue().orElse(0.0) > 0 ? 1 : 0)
                .setWeight(1)
                .setObservation(Observation.OBSERVED)
                .setDelaySeconds(delay / 1000.0)
                .setFeedbackIds(List.of(vote.getFeedbackId()))
                .setSources(List.of(new SourcePosition(Topics.FEEDBACK.name(), 0, 0L)))
                .setInterpreter(NAME)
                .setEventTime(vote.getServerTime());
        vote.getUserKey().ifPresent(label::setUserKey);
        answer.getUserKey().ifPresent(label::setAskerKey);
        return List.of(label.build());
    }
}
