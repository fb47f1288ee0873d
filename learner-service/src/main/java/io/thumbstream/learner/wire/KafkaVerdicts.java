package io.thumbstream.learner.wire;

import io.thumbstream.learner.trust.Verdict;
import io.thumbstream.learner.trust.VerdictBoard;
import io.thumbstream.runtime.error.TransientException;
import io.thumbstream.runtime.kafka.KafkaSettings;
import io.thumbstream.schemas.AvroSerdes;
import io.thumbstream.schemas.Topics;
import io.thumbstream.schemas.avro.QuarantineVerdict;
import java.io.UncheckedIOException;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.serialization.Serializer;

/**
 * Keeps the quarantine topic at what the firewall makes of people: what has changed is written, and a record without a value where nothing is
 * to be said any more.
 *
 * <p>It begins with what the topic holds, so that whoever was forgotten while the learner was down goes from it. Nobody learns from this topic: what
 * could not be written is written the next time, and learning goes on. Used by one thread.
 */
public final class KafkaVerdicts implements AutoCloseable {
    private final String learner;
    private final AvroSerdes serdes;
    private final PeopleWriter writer;
    private final Serializer<QuarantineVerdict> serializer;
    private final RawReader reader;
    private final Clock clock;

    private Optional<VerdictBoard> board = Optional.empty();

    /**
     * A writer for one learner.
     *
     * @param learner name of the reward learner, for instance {@code reward/support}
     * @param producer the caller's to close
     */
    public KafkaVerdicts(
            KafkaSettings kafka, AvroSerdes serdes, String learner, Producer<byte[], byte[]> producer, Clock clock) {
        this.learner = learner;
        this.serdes = serdes;
        this.writer = new PeopleWriter(KafkaVerdicts.class, learner, serdes, producer);
        this.clock = clock;
        this.serializer = serdes.serializer(Topics.QUARANTINE);
        this.reader = new RawReader(kafka, "thumbstream-learner-verdicts", clock);
    }

    /**
     * Makes the topic say this; does not wait until the brokers have it.
     *
     * @param step last step, which is in the training log
     * @param notable everybody of whom there is something to say
     */
    public void show(long step, List<Verdict> notable) {
        try {
            VerdictBoard known = board.orElseGet(this::begin);
            board = Optional.of(known);
            known.changes(step, notable, writer.takeRemembered()).forEach(change -> send(step, change));
            writer.worked();
        } catch (TransientException | KafkaException | UncheckedIOException e) {
            board = Optional.empty();
            writer.failed(step, e, "the quarantine topic is not up to date");
        }
    }

    private VerdictBoard begin() {
        VerdictTopic.Content content = VerdictTopic.read(reader, serdes);
        writer.remember(content.erased());
        writer.remember(content.unreadable());
        return new VerdictBoard(content.people());
    }

    /** Without a value where there is nothing to say, or the person was erased and the learner does not know it yet. */
    private void send(long step, VerdictBoard.Change change) {
        Optional<byte[]> value = change.now()
                .filter(noted -> writer.holds(change.person()))
                .map(noted -> VerdictRecords.toWire(noted, learner, step, clock.instant()))
                .map(verdict -> serializer.serialize(VerdictTopic.NAME, verdict));
        writer.send(VerdictTopic.NAME, change.person(), value, "a verdict");
    }

    @Override
    public void close() {
        reader.close();
        serializer.close();
    }
}
