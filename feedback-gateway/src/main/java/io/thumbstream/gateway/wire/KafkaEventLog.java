package io.thumbstream.gateway.wire;

import io.thumbstream.gateway.event.EventLog;
import io.thumbstream.gateway.event.ExchangeEvent;
import io.thumbstream.gateway.event.FeedbackEvent;
import io.thumbstream.gateway.event.GatewayEvent;
import io.thumbstream.gateway.event.LogUnavailableException;
import io.thumbstream.gateway.event.LogUnavailableException.Part;
import io.thumbstream.gateway.event.PromptEvent;
import io.thumbstream.gateway.problem.Problem;
import io.thumbstream.gateway.problem.ProblemException;
import io.thumbstream.gateway.problem.ProblemKind;
import io.thumbstream.schemas.AvroSerdes;
import io.thumbstream.schemas.RegistryUnavailableException;
import io.thumbstream.schemas.TopicSpec;
import io.thumbstream.schemas.Topics;
import io.thumbstream.schemas.avro.Feedback;
import io.thumbstream.schemas.avro.Prompt;
import io.thumbstream.schemas.avro.Rollout;
import io.thumbstream.schemas.seal.FileVault;
import io.thumbstream.schemas.seal.Vault;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.BiConsumer;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.serialization.Serializer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Event log on Kafka.
 *
 * <p>Encoding and sending can block, on the schema registry and on metadata, so both happen on one thread of their own with
 * a bounded queue. Until brokers and registry have answered once, events are refused at once with what is missing.
 */
public final class KafkaEventLog implements EventLog, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(KafkaEventLog.class);
    private static final List<TopicSpec<?>> TOPICS = List.of(Topics.PROMPTS, Topics.ROLLOUTS, Topics.FEEDBACK);
    private static final Duration CLOSE_TIMEOUT = Duration.ofSeconds(10);

    private final Producer<byte[], byte[]> producer;
    private final Serializer<Prompt> prompts;
    private final Serializer<Rollout> rollouts;
    private final Serializer<Feedback> feedback;
    private final Optional<Vault> vault;
    private final OwnVotes own;
    private final Sender sender;
    private volatile Optional<LogUnavailableException> missing = Optional.of(
            new LogUnavailableException(
                    Part.START,
                    "The gateway has just started and has not reached the brokers yet. Nothing was stored; send it again in a moment."));

    /**
     * A log on a producer, which it closes.
     *
     * @param capacity most events that wait to be sent
     * @param own is told of feedback that was stored
     */
    public KafkaEventLog(Producer<byte[], byte[]> producer, AvroSerdes serdes, int capacity, OwnVotes own) {
        this.producer = producer;
        this.prompts = serdes.serializer(Topics.PROMPTS);
        this.rollouts = serdes.serializer(Topics.ROLLOUTS);
        this.feedback = serdes.serializer(Topics.FEEDBACK);
        this.vault = serdes.vault();
        this.own = own;
        this.sender = new Sender(capacity, this::prepare, this::send);
    }

    /** Whether brokers and registry have answered once. */
    public boolean isReady() {
        return missing.isEmpty();
    }

    /** Tries to reach brokers and registry; blocks, so never call it on an event loop. */
    public boolean warmUp() {
        try {
            TOPICS.forEach(topic -> {
                var unused = producer.partitionsFor(topic.name());
            });
            Samples.encode(prompts, rollouts, feedback);
            missing = Optional.empty();
            return true;
        } catch (RuntimeException e) {
            LogUnavailableException failure = unsent(e);
            LOG.atWarn().setCause(e).addKeyValue("reason", failure.detail()).log("the event log is not reachable yet");
            missing = Optional.of(failure);
            return false;
        }
    }

    @Override
    public CompletionStage<Void> append(GatewayEvent event, Map<String, String> headers) {
        return appendAll(List.of(new Entry(event, headers))).get(0);
    }

    @Override
    public List<CompletionStage<Void>> appendAll(List<Entry> entries) {
        Optional<LogUnavailableException> reason = missing;
        if (reason.isPresent()) {
            return entries.stream()
                    .<CompletionStage<Void>>map(entry -> CompletableFuture.failedFuture(reason.get()))
                    .toList();
        }
        return List.copyOf(sender.send(entries));
    }

    /** Makes the keys of new people together; whose key could not be made learns it when their event is sealed. */
    private void prepare(List<Sender.Waiting> all) {
        if (vault.isEmpty() || all.size() < 2) {
            return;
        }
        try {
            vault.get()
                    .prepare(all.stream()
                            .flatMap(waiting -> waiting.entry().event().userKey().stream())
                            .distinct()
                            .toList());
        } catch (RuntimeException e) {
            LOG.atWarn().setCause(e).log("keys of new people could not be made together; they are made one by one");
        }
    }

    private void send(Sender.Waiting waiting) {
        GatewayEvent event = waiting.entry().event();
        try {
            refuseErased(event);
            if (event instanceof FeedbackEvent vote) {
                Feedback value = AvroEvents.feedback(vote);
                send(
                        record(Topics.FEEDBACK, feedback, event, value),
                        waiting,
                        (where, bytes) -> own.stored(where, bytes, value));
            } else {
                send(encode(event), waiting, (where, bytes) -> {});
            }
        } catch (RuntimeException e) {
            waiting.stored().completeExceptionally(isOurFault(e) ? e : unsent(e));
        }
    }

    private void send(
            ProducerRecord<byte[], byte[]> record,
            Sender.Waiting waiting,
            BiConsumer<RecordMetadata, byte[]> acknowledged) {
        waiting.entry().headers().forEach((name, value) -> record.headers()
                .add(name, value.getBytes(StandardCharsets.UTF_8)));
        var unused = producer.send(record, (metadata, failure) -> {
            if (failure == null) {
                acknowledged.accept(metadata, record.value());
                waiting.stored().complete(null);
            } else {
                waiting.stored()
                        .completeExceptionally(
                                failure instanceof RecordTooLargeException
                                        ? tooLarge(failure)
                                        : unacknowledged(failure));
            }
        });
    }

    /** Nothing of a person whose key was just destroyed would be kept; so it is not taken either. */
    private void refuseErased(GatewayEvent event) {
        if (vault.isPresent() && event.userKey().filter(vault.get()::isErased).isPresent()) {
            throw new ProblemException(Problem.retry(
                    ProblemKind.ERASED,
                    "Nothing was stored: this person's data were erased moments ago, and new data are taken after a pause.",
                    FileVault.QUIET));
        }
    }

    private ProducerRecord<byte[], byte[]> encode(GatewayEvent event) {
        if (event instanceof PromptEvent prompt) {
            return record(Topics.PROMPTS, prompts, event, AvroEvents.prompt(prompt));
        }
        return record(Topics.ROLLOUTS, rollouts, event, AvroEvents.rollout((ExchangeEvent) event));
    }

    private static <T extends SpecificRecord> ProducerRecord<byte[], byte[]> record(
            TopicSpec<T> topic, Serializer<T> serializer, GatewayEvent event, T value) {
        byte[] key = event.groupId().getBytes(StandardCharsets.UTF_8);
        byte[] bytes = serializer.serialize(topic.name(), value);
        return new ProducerRecord<>(topic.name(), null, event.eventTime().toEpochMilli(), key, bytes);
    }

    /** Whether a record could not be encoded although the registry answered: a defect, which trying again cannot cure. */
    private static boolean isOurFault(RuntimeException failure) {
        return !(failure instanceof KafkaException)
                || failure instanceof SerializationException && !(failure instanceof RegistryUnavailableException);
    }

    /** Nothing was handed to the brokers. */
    private static LogUnavailableException unsent(Exception failure) {
        if (failure instanceof RegistryUnavailableException) {
            return new LogUnavailableException(
                    Part.REGISTRY, "Nothing was stored: " + failure.getMessage() + ".", failure);
        }
        return new LogUnavailableException(
                Part.START,
                "Nothing was stored: the brokers are not reached (" + failure.getMessage()
                        + "); check kafka.bootstrap-servers and that they are up, then send it again.",
                failure);
    }

    /** Neither the producer nor a broker ever takes it, so to send it again is in vain. */
    private static ProblemException tooLarge(Exception failure) {
        return Problem.of(
                        ProblemKind.BODY_TOO_LARGE,
                        "Nothing was stored: the event is larger than the brokers take (" + failure.getMessage()
                                + "); send shorter texts, or lower gateway.body-limit-bytes below what"
                                + " kafka.producer.max.request.size and the topic allow.")
                .exception();
    }

    /** The brokers were given the event, and nobody knows what became of it. */
    private static LogUnavailableException unacknowledged(Exception failure) {
        return new LogUnavailableException(
                Part.BROKER,
                "The brokers did not take the event (" + failure.getMessage()
                        + "); check kafka.bootstrap-servers and that they are up, then send it again with the same id.",
                failure);
    }

    /** Sends what waits, then closes the producer. */
    @Override
    public void close() {
        sender.close();
        producer.close(CLOSE_TIMEOUT);
        prompts.close();
        rollouts.close();
        feedback.close();
    }
}
