package io.thumbstream.launcher.firewall;

import io.thumbstream.launcher.dlq.wire.TopicReader;
import io.thumbstream.launcher.up.ThumbstreamSettings;
import io.thumbstream.launcher.up.TopicStore;
import io.thumbstream.learner.engine.Position;
import io.thumbstream.learner.trust.Decision;
import io.thumbstream.learner.trust.Verdict;
import io.thumbstream.learner.trust.VerdictBoard;
import io.thumbstream.learner.wire.KafkaQuarantine;
import io.thumbstream.runtime.kafka.KafkaSettings;
import io.thumbstream.schemas.AvroSerdes;
import io.thumbstream.schemas.Topics;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Both topics of the quarantine, open: what the learner found, and what humans decide. */
final class DecisionRecords implements AutoCloseable {
    private final TopicStore store;
    private final KafkaQuarantine quarantine;
    private final KafkaQuarantine.Reading reading;
    private final Map<String, Verdict> verdicts;

    private DecisionRecords(TopicStore store, KafkaQuarantine quarantine, KafkaQuarantine.Reading reading) {
        this.store = store;
        this.quarantine = quarantine;
        this.reading = reading;
        this.verdicts = reading.people().stream()
                .map(VerdictBoard.Noted::verdict)
                .collect(Collectors.toMap(Verdict::person, Function.identity()));
    }

    /**
     * Opens the topics of a running system, or those in the data directory of a stopped one, and reads what was found.
     *
     * @throws io.thumbstream.runtime.error.ConfigException when no broker answers or the topics do not exist
     * @throws io.thumbstream.runtime.error.TransientException when brokers or registry stop answering while it is read
     */
    static DecisionRecords open(ThumbstreamSettings settings, Consumer<String> progress) {
        TopicStore store = TopicStore.open(settings, progress);
        try {
            KafkaSettings kafka = store.kafka();
            requireTopics(kafka);
            KafkaQuarantine quarantine = new KafkaQuarantine(
                    kafka, new AvroSerdes(kafka.schemaRegistryUrl(), kafka.schemaRegistry()), Clock.systemUTC());
            try {
                return new DecisionRecords(store, quarantine, quarantine.read());
            } catch (RuntimeException | Error failed) {
                quarantine.close();
                throw failed;
            }
        } catch (RuntimeException | Error failed) {
            store.close();
            throw failed;
        }
    }

    private static void requireTopics(KafkaSettings kafka) {
        try (TopicReader reader = new TopicReader(kafka)) {
            List.of(Topics.QUARANTINE, Topics.QUARANTINE_DECISIONS).forEach(topic -> reader.require(topic.name()));
        }
    }

    /** What was found until this was opened. */
    KafkaQuarantine.Reading reading() {
        return reading;
    }

    /** What was made of a person when this was opened. */
    Optional<Verdict> verdict(String person) {
        return Optional.ofNullable(verdicts.get(person));
    }

    /** Writes a decision; returns when the brokers have it. */
    Position decide(String person, Decision decision, String by, String why) {
        return quarantine.decide(person, decision, by, why);
    }

    @Override
    public void close() {
        try {
            quarantine.close();
        } finally {
            store.close();
        }
    }
}
