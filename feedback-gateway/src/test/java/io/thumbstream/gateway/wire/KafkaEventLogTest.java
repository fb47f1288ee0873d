package io.thumbstream.gateway.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.thumbstream.gateway.event.EventLog;
import io.thumbstream.gateway.event.ExchangeEvent;
import io.thumbstream.gateway.event.FeedbackEvent;
import io.thumbstream.gateway.event.GatewayEvent;
import io.thumbstream.gateway.event.LogUnavailableException;
import io.thumbstream.gateway.event.LogUnavailableException.Part;
import io.thumbstream.gateway.event.PromptEvent;
import io.thumbstream.gateway.event.SamplingChoice;
import io.thumbstream.gateway.event.Turn;
import io.thumbstream.gateway.problem.ProblemException;
import io.thumbstream.gateway.problem.ProblemKind;
import io.thumbstream.schemas.AvroSerdes;
import io.thumbstream.schemas.Topics;
import io.thumbstream.schemas.avro.Feedback;
import io.thumbstream.schemas.avro.FeedbackKind;
import io.thumbstream.schemas.avro.Lane;
import io.thumbstream.schemas.avro.Prompt;
import io.thumbstream.schemas.avro.ReceiptCheck;
import io.thumbstream.schemas.avro.Rollout;
import io.thumbstream.schemas.seal.FileVault;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KafkaEventLogTest {
    private static final Instant AT = Instant.parse("2026-11-01T12:00:00.123Z");
    private static final List<Turn> TURNS = List.of(new Turn("user", "ping"));
    private static final String TRACE = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";

    private final AvroSerdes serdes = new AvroSerdes("mock://gateway-log", Map.of());
    private final MockProducer<byte[], byte[]> producer =
            new MockProducer<>(false, null, new ByteArraySerializer(), new ByteArraySerializer());
    private final KafkaEventLog log = new KafkaEventLog(producer, serdes, 4, new OwnVotes());

    @Test
    void shouldRefuseAtOnceWhenNothingHasAnsweredYet() {
        assertThatThrownBy(() -> get(log.append(vote(), Map.of())))
                .isInstanceOfSatisfying(LogUnavailableException.class, refused -> assertThat(refused.part())
                        .isEqualTo(Part.START))
                .hasMessageContaining("not reached the brokers yet")
                .hasMessageContaining("Nothing was stored");
        assertThat(log.isReady()).isFalse();
    }

    @Test
    void shouldNameRegistryWhenItDoesNotAnswer() {
        KafkaEventLog other = new KafkaEventLog(
                producer, new AvroSerdes("http://127.0.0.1:1", Map.of("max.retries", 0)), 4, new OwnVotes());
        assertThat(other.warmUp()).isFalse();
        assertThatThrownBy(() -> get(other.append(vote(), Map.of())))
                .isInstanceOfSatisfying(LogUnavailableException.class, refused -> assertThat(refused.part())
                        .isEqualTo(Part.REGISTRY))
                .hasMessageContaining("http://127.0.0.1:1");
    }

    @Test
    void shouldTakeNothingOfAPersonWhoWasJustErased(@TempDir Path keys) {
        AvroSerdes sealing = new AvroSerdes("mock://gateway-log", Map.of(AvroSerdes.USER_KEYS, keys.toString()));
        String person = vote().userKey().orElseThrow();
        FileVault vault = new FileVault(keys, Clock.systemUTC());
        assertThat(vault.seal(person, new byte[1], new byte[0])).isPresent();
        KafkaEventLog own = new KafkaEventLog(producer, sealing, 4, new OwnVotes());
        assertThat(own.warmUp()).isTrue();
        assertThat(vault.destroy(person)).isTrue();

        assertThatThrownBy(() -> get(own.append(vote(), Map.of())))
                .isInstanceOfSatisfying(ProblemException.class, refused -> {
                    assertThat(refused.problem().kind()).isEqualTo(ProblemKind.ERASED);
                    assertThat(refused.problem().retryAfter()).contains(FileVault.QUIET);
                });
        assertThat(producer.history()).isEmpty();
    }

    @Test
    void shouldAcknowledgeOnlyWhenBrokerDid() throws Exception {
        assertThat(log.warmUp()).isTrue();
        CompletionStage<Void> stored = log.append(vote(), Map.of("traceparent", TRACE, "ce_id", "7"));
        ProducerRecord<byte[], byte[]> record = awaitRecord();
        assertThat(stored.toCompletableFuture()).isNotDone();
        producer.completeNext();
        get(stored);
        assertThat(record.topic()).isEqualTo(Topics.FEEDBACK.name());
        assertThat(new String(record.key(), StandardCharsets.UTF_8)).isEqualTo("g");
        assertThat(record.timestamp()).isEqualTo(AT.toEpochMilli());
        assertThat(new String(record.headers().lastHeader("traceparent").value(), StandardCharsets.UTF_8))
                .isEqualTo(TRACE);
        assertThat(new String(record.headers().lastHeader("ce_id").value(), StandardCharsets.UTF_8))
                .isEqualTo("7");
        Feedback feedback = serdes.deserializer(Topics.FEEDBACK).deserialize(record.topic(), record.value());
        assertThat(feedback.getKind()).isEqualTo(FeedbackKind.THUMB);
        assertThat(feedback.getValue()).hasValue(-1.0);
        assertThat(feedback.getTargets()).containsExactly("g.0");
        assertThat(feedback.getUserKey()).hasValue("key");
        assertThat(feedback.getServerTime()).isEqualTo(AT);
        assertThat(feedback.getReceipt()).isEqualTo(ReceiptCheck.VALID);
    }

    @Test
    void shouldAcknowledgeEachOfABatchByItself() throws Exception {
        assertThat(log.warmUp()).isTrue();
        EventLog.Entry entry = new EventLog.Entry(vote(), Map.of());
        List<CompletionStage<Void>> stored = log.appendAll(List.of(entry, entry, entry));
        while (producer.history().size() < 3) {
            Thread.onSpinWait();
        }

        producer.completeNext();
        producer.errorNext(new TimeoutException("no broker"));

        get(stored.get(0));
        assertThatThrownBy(() -> get(stored.get(1))).isInstanceOf(LogUnavailableException.class);
        assertThat(stored.get(2).toCompletableFuture()).isNotDone();
    }

    @Test
    void shouldMakeTheKeysOfNewPeopleAndStoreWhatTheySaid(@TempDir Path keys) throws Exception {
        AvroSerdes sealing = new AvroSerdes("mock://gateway-log", Map.of(AvroSerdes.USER_KEYS, keys.toString()));
        KafkaEventLog own = new KafkaEventLog(producer, sealing, 4, new OwnVotes());
        assertThat(own.warmUp()).isTrue();
        EventLog.Entry entry = new EventLog.Entry(vote(), Map.of());

        List<CompletionStage<Void>> stored = own.appendAll(List.of(entry, entry));
        while (producer.history().size() < 2) {
            Thread.onSpinWait();
        }
        producer.completeNext();
        producer.completeNext();

        get(stored.get(0));
        get(stored.get(1));
        assertThat(keys).isDirectoryContaining("glob:**.key");
        assertThat(sealing.deserializer(Topics.FEEDBACK)
                        .deserialize(
                                Topics.FEEDBACK.name(),
                                producer.history().get(1).value())
                        .getValue())
                .hasValue(-1.0);
    }

    @Test
    void shouldFailWhenBrokerDoesNotTakeIt() throws Exception {
        assertThat(log.warmUp()).isTrue();
        CompletionStage<Void> stored = log.append(vote(), Map.of());
        ProducerRecord<byte[], byte[]> unused = awaitRecord();
        producer.errorNext(new TimeoutException("no broker"));
        assertThatThrownBy(() -> get(stored))
                .isInstanceOfSatisfying(LogUnavailableException.class, refused -> assertThat(refused.mayBeStored())
                        .isTrue())
                .hasMessageContaining("no broker")
                .hasMessageContaining("same id");
    }

    @Test
    void shouldNotAskForWhatIsTooLargeAgain() throws Exception {
        assertThat(log.warmUp()).isTrue();
        CompletionStage<Void> stored = log.append(vote(), Map.of());
        ProducerRecord<byte[], byte[]> unused = awaitRecord();
        producer.errorNext(new RecordTooLargeException("2 MB"));
        assertThatThrownBy(() -> get(stored)).isInstanceOfSatisfying(ProblemException.class, refused -> {
            assertThat(refused.problem().kind()).isEqualTo(ProblemKind.BODY_TOO_LARGE);
            assertThat(refused.problem().retryAfter()).isEmpty();
            assertThat(refused.problem().detail())
                    .contains("Nothing was stored")
                    .contains("2 MB");
        });
    }

    @Test
    void shouldWriteWholePromptWhenAppended() throws Exception {
        assertThat(log.warmUp()).isTrue();
        SamplingChoice sampling = new SamplingChoice(0.5, 0.9, 12, 42, List.of("END"), Map.of(7, -1.5));
        PromptEvent event = new PromptEvent("g", TURNS, sampling, 8, 2, Optional.of("key"), 0.2, true, AT);
        CompletionStage<Void> stored = log.append(event, Map.of());
        ProducerRecord<byte[], byte[]> record = awaitRecord();
        producer.completeNext();
        get(stored);
        Prompt prompt = serdes.deserializer(Topics.PROMPTS).deserialize(record.topic(), record.value());
        assertThat(prompt.getGroupSize()).isEqualTo(8);
        assertThat(prompt.getDisplayedCount()).isEqualTo(2);
        assertThat(prompt.getLane()).isEqualTo(Lane.INTERACTIVE);
        assertThat(prompt.getFeedbackProbability()).isEqualTo(0.2);
        assertThat(prompt.getLogProbs()).isTrue();
        assertThat(prompt.getSampling().getTemperature()).isEqualTo(0.5);
        assertThat(prompt.getSampling().getTopP()).isEqualTo(0.9);
        assertThat(prompt.getSampling().getMaxTokens()).isEqualTo(12);
        assertThat(prompt.getSampling().getSeed()).isEqualTo(42);
        assertThat(prompt.getSampling().getStop()).containsExactly("END");
        assertThat(prompt.getSampling().getLogitBias()).isEqualTo(Map.of("7", -1.5));
        assertThat(prompt.getMessages().get(0).getContent()).isEqualTo("ping");
        assertThat(prompt.getCreatedAt()).isEqualTo(AT);
    }

    @Test
    void shouldWriteExchangeAsDisplayedRolloutWhenAppended() throws Exception {
        assertThat(log.warmUp()).isTrue();
        ExchangeEvent event = new ExchangeEvent("g", 3, TURNS, "pong", "their-model", "import", Optional.empty(), AT);
        CompletionStage<Void> stored = log.append(event, Map.of());
        ProducerRecord<byte[], byte[]> record = awaitRecord();
        producer.completeNext();
        get(stored);
        Rollout rollout = serdes.deserializer(Topics.ROLLOUTS).deserialize(record.topic(), record.value());
        assertThat(rollout.getRolloutId()).isEqualTo("g.3");
        assertThat(rollout.getGroupSize()).isZero();
        assertThat(rollout.getDisplayed()).isTrue();
        assertThat(rollout.getTokens()).isEmpty();
        assertThat(rollout.getText()).isEqualTo("pong");
        assertThat(rollout.getSource()).isEqualTo("import");
        assertThat(rollout.getModelName()).isEqualTo("their-model");
    }

    private ProducerRecord<byte[], byte[]> awaitRecord() {
        while (producer.history().isEmpty()) {
            Thread.onSpinWait();
        }
        return producer.history().get(0);
    }

    private static void get(CompletionStage<Void> stored) throws Exception {
        try {
            stored.toCompletableFuture().get(20, TimeUnit.SECONDS);
        } catch (ExecutionException e) {
            throw (Exception) Optional.ofNullable(e.getCause()).orElse(e);
        }
    }

    private static GatewayEvent vote() {
        return new FeedbackEvent(
                "f",
                "g",
                FeedbackEvent.Kind.THUMB,
                List.of("g.0"),
                OptionalDouble.of(-1),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.of("key"),
                0,
                Optional.empty(),
                "page",
                true,
                AT);
    }
}
