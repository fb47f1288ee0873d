package io.thumbstream.learner.wire;

import io.thumbstream.schemas.AvroSerdes;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes records about people beside learning, which goes on when one cannot be written: who is meant is remembered for the next time.
 *
 * <p>Used by one thread; the thread of the producer adds to what is remembered.
 */
final class PeopleWriter {
    private final Logger log;
    private final String learner;
    private final AvroSerdes serdes;
    private final Producer<byte[], byte[]> producer;
    private final Set<String> again = ConcurrentHashMap.newKeySet();

    private boolean warned;

    /**
     * A writer for one learner.
     *
     * @param owner whose log says what fails
     * @param learner name of the reward learner, for instance {@code reward/support}
     * @param producer the caller's to close
     */
    PeopleWriter(Class<?> owner, String learner, AvroSerdes serdes, Producer<byte[], byte[]> producer) {
        this.log = LoggerFactory.getLogger(owner);
        this.learner = learner;
        this.serdes = serdes;
        this.producer = producer;
    }

    /** Remembers people of whom everything is to be written again. */
    void remember(Collection<String> people) {
        again.addAll(people);
    }

    /** Gives those who are remembered, once. */
    Set<String> takeRemembered() {
        Set<String> taken = new HashSet<>(again);
        again.removeAll(taken);
        return taken;
    }

    /** False where the person was erased and the learner does not know it yet. */
    boolean holds(String person) {
        return serdes.vault().map(vault -> vault.holds(person)).orElse(true);
    }

    /**
     * Sends a record into a topic of one partition; does not wait until the brokers have it.
     *
     * @param value empty deletes what is there
     * @param what what it is, for the log when it was not written
     */
    void send(String topic, String person, Optional<byte[]> value, String what) {
        byte[] key = person.getBytes(StandardCharsets.UTF_8);
        var unused = producer.send(new ProducerRecord<>(topic, 0, key, value.orElse(null)), (at, failure) -> {
            if (failure != null) {
                again.add(person);
                log.atWarn()
                        .setCause(failure)
                        .addKeyValue("learner", learner)
                        .log("{} was not written; tried again with the next version", what);
            }
        });
    }

    /** Says what follows from a failure, once for as long as it goes on. */
    void failed(long step, RuntimeException failure, String consequence) {
        if (!warned) {
            log.atWarn()
                    .addKeyValue("learner", learner)
                    .addKeyValue("step", step)
                    .setCause(failure)
                    .log("{}; tried again with every version", consequence);
        }
        warned = true;
    }

    /** Ends what {@link #failed} said. */
    void worked() {
        warned = false;
    }
}
