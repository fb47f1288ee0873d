package io.thumbstream.learner.wire;

import io.thumbstream.learner.trust.Verdict;
import io.thumbstream.learner.trust.VerdictBoard;
import io.thumbstream.runtime.error.TransientException;
import io.thumbstream.runtime.kafka.KafkaSettings;
import io.thumbstream.schemas.AvroSerdes;
import io.thumbstream.schemas.Topics;
import io.thumbstream.schemas.avro.QuarantineVerdict;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.serialization.Serializer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps the quarantine topic at what the firewall makes of people: what has changed is written, and a record without a value where nothing is
 * to be said any more.
 *
 * <p>It begins with what the topic holds, so that whoever was forgotten while the learner was down goes from it. Nobody learns from this topic: what
 * could not be written is written the next time, and learning goes on. Used by one thread.
 */
public final class KafkaVerdicts implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(KafkaVerdicts.class);

    private final String learner;
    private final AvroSerdes serdes;
    private final Producer<byte[], byte[]> producer;
    private final Serializer<QuarantineVerdict> serializer;
    private final RawReader reader;
    private final Clock clock;
    /** People of whom everything is to be said again; the thread of the producer adds to it, too. */
    private final Set<String> again = ConcurrentHashMap.newKeySet();

    private Optional<VerdictBoard> board = Optional.empty();
    private boolean warned;

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
        this.producer = producer;
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
            Set<String> anew = new HashSet<>(again);
            again.removeAll(anew);
            known.changes(step, notable, anew).forEach(change -> send(step, change));
            warned = false;
        } catch (TransientException | KafkaException | UncheckedIOException e) {
            board = Optional.empty();
            warn(step, e);
        }
    }

    /** Once for as long as it goes on. */
    private void warn(long step, RuntimeException failure) {
        if (!warned) {
            LOG.atWarn()
                    .addKeyValue("learner", learner)
                    .addKeyValue("step", step)
                    .setCause(failure)
                    .log("the quarantine topic is not up to date; tried again with every version");
        }
        warned = true;
    }

    private VerdictBoard begin() {
        VerdictTopic.Content content = VerdictTopic.read(reader, serdes);
        again.addAll(content.erased());
        again.addAll(content.unreadable());
        return new VerdictBoard(content.people());
    }

    private void send(long step, VerdictBoard.Change change) {
        var unused = producer.send(record(step, change), (at, failure) -> {
            if (failure != null) {
                again.add(change.person());
                LOG.atWarn()
                        .setCause(failure)
                        .addKeyValue("learner", learner)
                        .log("a verdict was not written; tried again with the next version");
            }
        });
    }

    /** Without a value where there is nothing to say, or the person was erased and the learner does not know it yet. */
    private ProducerRecord<byte[], byte[]> record(long step, VerdictBoard.Change change) {
        byte[] key = change.person().getBytes(StandardCharsets.UTF_8);
        Optional<QuarantineVerdict> verdict = change.now()
                .filter(noted -> known(change.person()))
                .map(noted -> VerdictRecords.toWire(noted, learner, step, clock.instant()));
        return verdict.isPresent()
                ? new ProducerRecord<>(
                        VerdictTopic.NAME, 0, key, serializer.serialize(VerdictTopic.NAME, verdict.get()))
                : new ProducerRecord<>(VerdictTopic.NAME, 0, key, null);
    }

    private boolean known(String person) {
        return serdes.vault().map(vault -> vault.holds(person)).orElse(true);
    }

    @Override
    public void close() {
        reader.close();
        serializer.close();
    }
}
