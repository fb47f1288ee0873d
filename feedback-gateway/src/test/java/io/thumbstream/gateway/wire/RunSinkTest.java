package io.thumbstream.gateway.wire;

import static org.assertj.core.api.Assertions.assertThat;

import io.thumbstream.gateway.event.AnswerSpan;
import io.thumbstream.gateway.event.FeedbackEvent;
import io.thumbstream.gateway.view.Seen;
import io.thumbstream.gateway.view.Seen.ModelRole;
import io.thumbstream.gateway.view.Seen.Place;
import io.thumbstream.runtime.kafka.DeadLetters;
import io.thumbstream.schemas.AvroSerdes;
import io.thumbstream.schemas.TopicSpec;
import io.thumbstream.schemas.Topics;
import io.thumbstream.schemas.avro.Feedback;
import io.thumbstream.schemas.avro.FeedbackKind;
import io.thumbstream.schemas.avro.Label;
import io.thumbstream.schemas.avro.LabelRequest;
import io.thumbstream.schemas.avro.Observation;
import io.thumbstream.schemas.avro.Rollout;
import io.thumbstream.schemas.avro.SourcePosition;
import io.thumbstream.schemas.avro.StepInput;
import io.thumbstream.schemas.avro.TrainingStep;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.Test;

class RunSinkTest {
    private static final Instant AT = Instant.parse("2026-11-01T12:00:00Z");

    private final AvroSerdes serdes = new AvroSerdes("mock://run-sink", Map.of());
    private final List<Seen> seen = new ArrayList<>();
    private final RunSink sink = new RunSink(serdes, new OwnVotes(), seen::addAll);

    @Test
    void shouldTellWhereALabelLies() {
        Label label = Label.newBuilder()
                .setLabelId("l")
                .setGroupId("g")
                .setRevision(2)
                .setKind(FeedbackKind.THUMB)
                .setItems(List.of())
                .setValue(1)
                .setObservation(Observation.OBSERVED)
                .setFeedbackIds(List.of("a", "b"))
                .setInterpreter("thumb")
                .setEventTime(AT)
                .build();
        take(Topics.LABELS, Topics.LABELS.name(), label);
        assertThat(seen)
                .containsExactly(
                        new Seen.Label("l", 2, List.of("a", "b")),
                        new Seen.Material(ModelRole.REWARD, new Place(3, 77), List.of("a", "b")));
    }

    @Test
    void shouldTellWhatPeopleAreAsked() {
        take(
                Topics.LABEL_REQUESTS,
                Topics.LABEL_REQUESTS.name(),
                LabelRequest.newBuilder()
                        .setGroupId("g")
                        .setRolloutIds(List.of("g.0", "g.2"))
                        .setReason("info-asking")
                        .setScore(0.25)
                        .setAt(AT)
                        .build());
        assertThat(seen).containsExactly(new Seen.Ask("g", List.of("g.0", "g.2"), "info-asking", 0.25, AT));
    }

    @Test
    void shouldTellWhatAStepWasTakenWith() {
        for (String learner : List.of("reward/support", "policy/support")) {
            take(
                    Topics.TRAINING_LOG,
                    Topics.TRAINING_LOG.name(),
                    TrainingStep.newBuilder()
                            .setLearner(learner)
                            .setStep(1)
                            .setInputs(List.of(StepInput.newBuilder()
                                    .setPosition(new SourcePosition("t", 1, 5L))
                                    .setId("l")
                                    .setRevision(1)
                                    .build()))
                            .setSeed(1)
                            .setConfigHash("h")
                            .setBaseVersion(0)
                            .setAt(AT)
                            .build());
        }
        assertThat(seen)
                .containsExactly(
                        new Seen.Step(ModelRole.REWARD, 77, List.of(new Place(1, 5))),
                        new Seen.Step(ModelRole.POLICY, 77, List.of(new Place(1, 5))));
    }

    @Test
    void shouldTellThatAnAnswerIsThere() {
        take(
                Topics.ROLLOUTS,
                Topics.ROLLOUTS.name(),
                Rollout.newBuilder()
                        .setRolloutId("g.3")
                        .setGroupId("g")
                        .setPromptId("g")
                        .setIndex(3)
                        .setGroupSize(4)
                        .setMessages(List.of())
                        .setText("an answer")
                        .setCreatedAt(AT)
                        .setCompletedAt(AT)
                        .build());
        assertThat(seen).containsExactly(new Seen.Answer("g.3"));
    }

    @Test
    void shouldTellWhatARetractionWithdraws() {
        take(Topics.FEEDBACK, Topics.FEEDBACK.name(), retraction());
        assertThat(seen).hasSize(2).contains(new Seen.Withdrawal("r", "a"));
        assertThat(((Seen.Vote) seen.get(0)).kind()).isEqualTo("retract");
    }

    @Test
    void shouldKnowAMarkedPartAgainByItsContent() {
        FeedbackEvent event = new FeedbackEvent(
                "s",
                "g",
                FeedbackEvent.Kind.SPAN,
                List.of("g.0"),
                OptionalDouble.of(-1),
                Optional.of("wrong"),
                Optional.of(new AnswerSpan(3, 9)),
                Optional.empty(),
                Optional.empty(),
                Optional.of("key"),
                0,
                Optional.empty(),
                "page",
                true,
                AT);
        take(Topics.FEEDBACK, Topics.FEEDBACK.name(), AvroEvents.feedback(event));
        Seen.Vote vote = (Seen.Vote) seen.get(0);
        assertThat(vote.kind()).isEqualTo("span");
        assertThat(vote.content()).contains(event.content().fingerprint());
    }

    @Test
    void shouldTellWhyFeedbackBecameADeadLetter() {
        ConsumerRecord<byte[], byte[]> letter =
                record(Topics.dlq(Topics.FEEDBACK), bytes(Topics.FEEDBACK, retraction()));
        letter.headers().add(DeadLetters.REASON, "stranger".getBytes(StandardCharsets.UTF_8));
        sink.accept(letter);
        sink.accept(record(Topics.dlq(Topics.FEEDBACK), new byte[] {1, 2, 3}));
        sink.flush();
        assertThat(seen).containsExactly(new Seen.Refusal("r", "stranger"));
    }

    private static Feedback retraction() {
        return Feedback.newBuilder()
                .setFeedbackId("r")
                .setGroupId("g")
                .setKind(FeedbackKind.RETRACT)
                .setTargets(List.of("g.0"))
                .setRetracts("a")
                .setServerTime(AT)
                .build();
    }

    private <T extends SpecificRecord> void take(TopicSpec<T> spec, String topic, T value) {
        sink.accept(record(topic, bytes(spec, value)));
        sink.flush();
    }

    private <T extends SpecificRecord> byte[] bytes(TopicSpec<T> spec, T value) {
        return serdes.serializer(spec).serialize(spec.name(), value);
    }

    private static ConsumerRecord<byte[], byte[]> record(String topic, byte[] value) {
        return new ConsumerRecord<>(topic, 3, 77, new byte[0], value);
    }
}
