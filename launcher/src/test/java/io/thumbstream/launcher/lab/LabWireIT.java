package io.thumbstream.launcher.lab;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.thumbstream.lab.drift.DriftService;
import io.thumbstream.lab.drift.DriftSettings;
import io.thumbstream.lab.drift.signal.Measure;
import io.thumbstream.lab.drift.signal.SignalState;
import io.thumbstream.lab.prequential.Prediction;
import io.thumbstream.lab.trace.LatencyTrace;
import io.thumbstream.lab.trace.RunLog;
import io.thumbstream.lab.trace.Stage;
import io.thumbstream.lab.trace.VoteAudit;
import io.thumbstream.lab.trace.wire.RunLogReader;
import io.thumbstream.launcher.embedded.EmbeddedKafka;
import io.thumbstream.launcher.embedded.EmbeddedRegistry;
import io.thumbstream.runtime.kafka.ClientSettings;
import io.thumbstream.runtime.kafka.KafkaSettings;
import io.thumbstream.runtime.kafka.TopicProvisioner;
import io.thumbstream.runtime.random.SeededRandom;
import io.thumbstream.runtime.service.ServiceContext;
import io.thumbstream.schemas.AvroSerdes;
import io.thumbstream.schemas.TopicSpec;
import io.thumbstream.schemas.Topics;
import io.thumbstream.schemas.avro.Experience;
import io.thumbstream.schemas.avro.Feedback;
import io.thumbstream.schemas.avro.FeedbackKind;
import io.thumbstream.schemas.avro.FinishReason;
import io.thumbstream.schemas.avro.Label;
import io.thumbstream.schemas.avro.LabelItem;
import io.thumbstream.schemas.avro.Message;
import io.thumbstream.schemas.avro.ModelVersion;
import io.thumbstream.schemas.avro.Observation;
import io.thumbstream.schemas.avro.Rollout;
import io.thumbstream.schemas.avro.SourcePosition;
import io.thumbstream.schemas.avro.StepInput;
import io.thumbstream.schemas.avro.TrainingStep;
import io.thumbstream.schemas.avro.VersionSpan;
import io.thumbstream.schemas.avro.VersionState;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.Serializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The lab's readers and its drift monitors on a real broker and registry. */
class LabWireIT {
    private static final Duration PATIENCE = Duration.ofSeconds(90);
    private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

    @Test
    void shouldTraceAuditAndWatchVotesWhenTheyLieInTopics(@TempDir Path dir) throws Exception {
        try (EmbeddedKafka kafka = EmbeddedKafka.start(dir.resolve("kafka"))) {
            TopicProvisioner.provision(
                    ClientSettings.admin(KafkaSettings.of(kafka.bootstrapServers(), "unused"), "lab-admin"),
                    Topics.newTopics(),
                    PATIENCE);
            try (EmbeddedRegistry registry = EmbeddedRegistry.start(kafka.bootstrapServers(), 0)) {
                KafkaSettings settings = KafkaSettings.of(kafka.bootstrapServers(), registry.url());
                ServiceContext context = new ServiceContext(
                        settings, dir, Clock.systemUTC(), new SeededRandom(1), new SimpleMeterRegistry());
                try (DriftService drift = new DriftService(impatient(), context)) {
                    drift.start();
                    await(drift::ready);
                    fill(settings);
                    await(() -> drift.states().values().stream().allMatch(state -> state.samples() == 1));
                    await(() -> drift.signals().stream().anyMatch(LabWireIT::isEntropyOfTheAnswer));
                    assertThat(drift.alive()).isTrue();
                    assertThat(drift.info()).containsEntry("vote-rate", "calm");
                }
                check(new RunLogReader(settings, "support"));
            }
        }
    }

    /** One nat per token on average. */
    private static boolean isEntropyOfTheAnswer(SignalState signal) {
        return signal.measure() == Measure.SAMPLED_ENTROPY && signal.value() == 1 && signal.samples() == 1;
    }

    /** Reports at once. */
    private static DriftSettings impatient() {
        DriftSettings usual = DriftSettings.defaults();
        return new DriftSettings(
                usual.votes(), usual.surprise(), usual.scores(), Duration.ofMillis(100), usual.signals());
    }

    private static void check(RunLogReader reader) {
        RunLog log = reader.read();
        assertThat(LatencyTrace.of(log)).singleElement().satisfies(trace -> {
            assertThat(trace.feedbackId()).isEqualTo("f");
            assertThat(trace.seconds())
                    .containsEntry(Stage.REWARD_STEP, 1.0)
                    .containsEntry(Stage.REWARD_VERSION, 2.0)
                    .containsEntry(Stage.POLICY_STEP, 4.0)
                    .containsEntry(Stage.POLICY_VERSION, 5.0)
                    .containsEntry(Stage.ANSWER, 6.0);
        });
        VoteAudit audit = VoteAudit.of(log.votes(), log.labels());
        assertThat(audit.votes()).isOne();
        assertThat(audit.labelledOnce()).isOne();
        assertThat(reader.predictions(id -> "all")).containsExactly(new Prediction("l", "all", 0.7, 1));
    }

    private static void fill(KafkaSettings settings) throws Exception {
        AvroSerdes serdes = new AvroSerdes(settings.schemaRegistryUrl(), Map.of());
        try (KafkaProducer<String, byte[]> producer = new KafkaProducer<>(
                ClientSettings.producer(settings, "lab-fill"), new StringSerializer(), new ByteArraySerializer())) {
            SourcePosition vote = send(producer, serdes, Topics.FEEDBACK, "g", vote());
            SourcePosition label = send(producer, serdes, Topics.LABELS, "g", label(vote));
            StepInput learned = new StepInput(label, "l", 1, 0.7, 1.0);
            SourcePosition rewardStep =
                    send(producer, serdes, Topics.TRAINING_LOG, "reward/support", step("reward", learned, 1));
            SourcePosition unused =
                    send(producer, serdes, Topics.REWARD_VERSIONS, "reward/support", version("reward", rewardStep, 2));
            SourcePosition group = send(producer, serdes, Topics.EXPERIENCE, "g", experience());
            StepInput used = new StepInput(group, "g", 1, null, null);
            SourcePosition policyStep =
                    send(producer, serdes, Topics.TRAINING_LOG, "policy/support", step("policy", used, 4));
            unused = send(producer, serdes, Topics.POLICY_VERSIONS, "policy/support", version("policy", policyStep, 5));
            unused = send(producer, serdes, Topics.ROLLOUTS, "h", rollout());
            assertThat(unused.getOffset()).isZero();
        }
    }

    private static <T extends SpecificRecord> SourcePosition send(
            KafkaProducer<String, byte[]> producer, AvroSerdes serdes, TopicSpec<T> topic, String key, T value)
            throws Exception {
        try (Serializer<T> serializer = serdes.serializer(topic)) {
            byte[] bytes = serializer.serialize(topic.name(), value);
            RecordMetadata written = producer.send(
                            new ProducerRecord<>(topic.name(), null, START.toEpochMilli(), key, bytes))
                    .get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
            return new SourcePosition(written.topic(), written.partition(), written.offset());
        }
    }

    private static Feedback vote() {
        return Feedback.newBuilder()
                .setFeedbackId("f")
                .setGroupId("g")
                .setKind(FeedbackKind.THUMB)
                .setTargets(List.of("g.0"))
                .setValue(1.0)
                .setServerTime(START)
                .build();
    }

    private static Label label(SourcePosition vote) {
        return Label.newBuilder()
                .setLabelId("l")
                .setGroupId("g")
                .setRevision(1)
                .setKind(FeedbackKind.THUMB)
                .setItems(List.of(new LabelItem("g.0", "user: hi", "hello", 0L)))
                .setValue(1.0)
                .setObservation(Observation.OBSERVED)
                .setFeedbackIds(List.of("f"))
                .setSources(List.of(vote))
                .setInterpreter("thumb")
                .setEventTime(START)
                .build();
    }

    private static TrainingStep step(String learner, StepInput input, long second) {
        return TrainingStep.newBuilder()
                .setLearner(learner + "/support")
                .setStep(1)
                .setInputs(List.of(input))
                .setSeed(1)
                .setConfigHash("c")
                .setBaseVersion(0)
                .setAt(START.plusSeconds(second))
                .build();
    }

    private static ModelVersion version(String kind, SourcePosition log, long second) {
        return ModelVersion.newBuilder()
                .setModelName(kind + "/support")
                .setVersion(1)
                .setParent(0)
                .setCheckpointUri("file:///none")
                .setSha256("0")
                .setState(VersionState.LIVE)
                .setConfigHash("c")
                .setStep(1)
                .setTrainingLogPosition(log)
                .setAt(START.plusSeconds(second))
                .build();
    }

    private static Experience experience() {
        return Experience.newBuilder()
                .setGroupId("g")
                .setRevision(1)
                .setRollouts(List.of(io.thumbstream.schemas.avro.ScoredRollout.newBuilder()
                        .setRolloutId("g.0")
                        .setIndex(0)
                        .setPromptTokens(List.of())
                        .setTokens(List.of(5, 6))
                        .setBehaviourLogProbs(List.of(-0.5f, -1.5f))
                        .setOldestPolicyVersion(0)
                        .setNewestPolicyVersion(0)
                        .setReward(0.3)
                        .setTokenRewards(List.of())
                        .setScore(0.3)
                        .setComponents(Map.of())
                        .setLabelState(Observation.OBSERVED)
                        .setFinishReason(FinishReason.STOP)
                        .setDisplayed(true)
                        .build()))
                .setExpectedSize(1)
                .setCompleteness(1)
                .setLabelState(Observation.OBSERVED)
                .setRewardModel("reward/support")
                .setRewardVersion(1)
                .setEventTime(START)
                .build();
    }

    private static Rollout rollout() {
        return Rollout.newBuilder()
                .setRolloutId("h.0")
                .setGroupId("h")
                .setPromptId("p")
                .setIndex(0)
                .setGroupSize(1)
                .setMessages(List.of(new Message("user", "hi")))
                .setText("hello")
                .setVersionSpans(List.of(new VersionSpan(0, 2, 1L)))
                .setDisplayed(true)
                .setFinishReason(FinishReason.STOP)
                .setCreatedAt(START.plusSeconds(6))
                .setCompletedAt(START.plusSeconds(6))
                .build();
    }

    private static void await(BooleanSupplier condition) {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (!condition.getAsBoolean()) {
            assertThat(System.nanoTime()).as("still waiting after %s", PATIENCE).isLessThan(deadline);
            LockSupport.parkNanos(Duration.ofMillis(20).toNanos());
        }
    }
}
