package io.thumbstream.learner.wire;

import io.thumbstream.learner.engine.Position;
import io.thumbstream.learner.trust.Decision;
import io.thumbstream.learner.trust.VerdictBoard;
import io.thumbstream.model.checkpoint.Digests;
import io.thumbstream.runtime.error.TransientException;
import io.thumbstream.runtime.kafka.KafkaSettings;
import io.thumbstream.schemas.AvroSerdes;
import io.thumbstream.schemas.Topics;
import io.thumbstream.schemas.avro.QuarantineDecision;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.serialization.Serializer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The quarantine as an operator sees it: reads what the reward learner found, writes what a human decided. Used by one thread. */
public final class KafkaQuarantine implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(KafkaQuarantine.class);
    private static final String TOPIC = Topics.QUARANTINE_DECISIONS.name();
    private static final long TIMEOUT_SECONDS = 35;
    /** Letters of an id; 32 hexadecimal ones name 2^128 decisions. */
    private static final int ID = 32;

    private final AvroSerdes serdes;
    private final RawReader reader;
    private final Producer<byte[], byte[]> producer;
    private final Serializer<QuarantineDecision> serializer;
    private final Clock clock;

    /**
     * What the topic says.
     *
     * @param people everybody of whom there is something to say, those who changed longest ago first
     * @param unreadable number of people whose record cannot be read here, most likely because the keys of people are elsewhere
     */
    public record Reading(List<VerdictBoard.Noted> people, long unreadable) {
        public Reading {
            people = List.copyOf(people);
        }
    }

    public KafkaQuarantine(KafkaSettings kafka, AvroSerdes serdes, Clock clock) {
        this.serdes = serdes;
        this.clock = clock;
        this.serializer = serdes.serializer(Topics.QUARANTINE_DECISIONS);
        this.reader = new RawReader(kafka, "thumbstream-quarantine", clock);
        this.producer = OutputProducer.open(kafka, "thumbstream-quarantine-out");
    }

    /**
     * Everything that the learner has written by now.
     *
     * @throws TransientException when there is no such topic, or the brokers or the registry do not answer
     */
    public Reading read() {
        try {
            VerdictTopic.Content content = VerdictTopic.read(reader, serdes);
            return new Reading(
                    List.copyOf(content.people().values()), content.unreadable().size());
        } catch (KafkaException e) {
            throw new TransientException("The quarantine topic cannot be read: " + e.getMessage(), e);
        }
    }

    /**
     * Writes a decision; returns when the brokers have it.
     *
     * @param person pseudonymous key
     * @param by who decided, empty when not said
     * @param why for a person, empty when not said
     * @return where the record lies
     * @throws IllegalArgumentException when it is a conviction, which is no human's
     * @throws TransientException when nobody knows whether it was written; deciding the same twice does no harm
     */
    public Position decide(String person, Decision decision, String by, String why) {
        if (decision == Decision.CONVICT) {
            throw new IllegalArgumentException("The firewall alone convicts; decide RELEASE, DISCARD or CLEAR");
        }
        Instant at = clock.instant();
        QuarantineDecision record = QuarantineDecision.newBuilder()
                .setDecisionId(Digests.of(person + '\0' + decision + '\0' + at).substring(0, ID))
                .setUserKey(person)
                .setDecision(DecisionTranslator.toWire(decision))
                .setDecidedBy(by)
                .setWhy(why)
                .setAt(at)
                .build();
        byte[] key = person.getBytes(StandardCharsets.UTF_8);
        try {
            byte[] value = serializer.serialize(TOPIC, record);
            RecordMetadata written = producer.send(new ProducerRecord<>(TOPIC, 0, key, value), (metadata, failure) -> {
                        if (failure != null) {
                            LOG.atDebug().setCause(failure).log("decision was not written");
                        }
                    })
                    .get(TIMEOUT_SECONDS, TimeUnit.SECONDS);
            return new Position(written.topic(), written.partition(), written.offset());
        } catch (ExecutionException | TimeoutException | KafkaException e) {
            throw new TransientException(
                    "The decision was not written (" + e.getMessage()
                            + "); check that brokers and registry answer, then decide again",
                    e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new TransientException("Interrupted while writing the decision; decide again", e);
        }
    }

    @Override
    public void close() {
        producer.close();
        reader.close();
        serializer.close();
    }
}
