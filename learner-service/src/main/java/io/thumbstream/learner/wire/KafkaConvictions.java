package io.thumbstream.learner.wire;

import io.thumbstream.learner.trust.Verdict;
import io.thumbstream.runtime.error.TransientException;
import io.thumbstream.runtime.kafka.KafkaSettings;
import io.thumbstream.schemas.AvroSerdes;
import io.thumbstream.schemas.Topics;
import io.thumbstream.schemas.avro.QuarantineDecision;
import java.io.UncheckedIOException;
import java.time.Clock;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.serialization.Serializer;

/**
 * Tells whoever hears decisions about people whom the firewall has convicted: writes a record among those of humans for everybody in quarantine of
 * whom the topic holds none yet.
 *
 * <p>It begins with what the topic holds, so that nobody is lost by a crash at whatever moment. What is told twice, because nobody knew whether it
 * was written, says the same under the same id. What could not be written is written the next time, and learning goes on. Used by one thread.
 */
public final class KafkaConvictions implements AutoCloseable {
    private final Written written;
    private final String learner;
    private final PeopleWriter writer;
    private final Serializer<QuarantineDecision> serializer;
    private final Clock clock;

    private Optional<Set<String>> told = Optional.empty();

    /** What the topic holds. */
    interface Written extends AutoCloseable {
        /**
         * People of whom it says that the firewall has convicted them.
         *
         * @throws TransientException when the topic does not exist, or the brokers or the registry do not answer
         */
        Set<String> people();

        @Override
        void close();
    }

    /**
     * A writer for one learner.
     *
     * @param learner name of the reward learner, for instance {@code reward/support}
     * @param producer the caller's to close
     */
    public KafkaConvictions(
            KafkaSettings kafka, AvroSerdes serdes, String learner, Producer<byte[], byte[]> producer, Clock clock) {
        this(new ConvictionTopic(kafka, serdes, clock), serdes, learner, producer, clock);
    }

    KafkaConvictions(
            Written written, AvroSerdes serdes, String learner, Producer<byte[], byte[]> producer, Clock clock) {
        this.written = written;
        this.learner = learner;
        this.writer = new PeopleWriter(KafkaConvictions.class, learner, serdes, producer);
        this.clock = clock;
        this.serializer = serdes.serializer(Topics.QUARANTINE_DECISIONS);
    }

    /**
     * Tells of everybody in quarantine who was not told of yet; does not wait until the brokers have it.
     *
     * @param step last step, which is in the training log
     * @param notable everybody of whom there is something to say
     */
    public void tell(long step, List<Verdict> notable) {
        try {
            Set<String> known = told.orElseGet(() -> new HashSet<>(written.people()));
            told = Optional.of(known);
            known.removeAll(writer.takeRemembered());
            for (Verdict verdict : notable) {
                if (verdict.quarantined() && writer.holds(verdict.person()) && known.add(verdict.person())) {
                    send(verdict);
                }
            }
            writer.worked();
        } catch (TransientException | KafkaException | UncheckedIOException e) {
            told = Optional.empty();
            writer.failed(
                    step,
                    e,
                    "whom the firewall has convicted may go on teaching a policy that reads labels, because it cannot be told");
        }
    }

    private void send(Verdict verdict) {
        byte[] value =
                serializer.serialize(ConvictionTopic.NAME, ConvictionRecords.toWire(verdict, learner, clock.instant()));
        writer.send(ConvictionTopic.NAME, verdict.person(), Optional.of(value), "a conviction");
    }

    @Override
    public void close() {
        written.close();
        serializer.close();
    }
}
