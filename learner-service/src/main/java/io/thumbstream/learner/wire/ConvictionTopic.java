package io.thumbstream.learner.wire;

import io.thumbstream.runtime.error.TransientException;
import io.thumbstream.runtime.kafka.KafkaSettings;
import io.thumbstream.schemas.AvroSerdes;
import io.thumbstream.schemas.SafeDecoder;
import io.thumbstream.schemas.Topics;
import io.thumbstream.schemas.avro.QuarantineDecision;
import java.time.Clock;
import java.util.HashSet;
import java.util.Set;
import org.apache.kafka.common.TopicPartition;

/** Reads of whom the topic of decisions says that the firewall has convicted them. Used by one thread. */
final class ConvictionTopic implements KafkaConvictions.Written {
    static final String NAME = Topics.QUARANTINE_DECISIONS.name();

    private static final TopicPartition ONLY = new TopicPartition(NAME, 0);

    private final AvroSerdes serdes;
    private final RawReader reader;

    ConvictionTopic(KafkaSettings kafka, AvroSerdes serdes, Clock clock) {
        this.serdes = serdes;
        this.reader = new RawReader(kafka, "thumbstream-learner-convictions", clock);
    }

    @Override
    public Set<String> people() {
        if (!reader.has(NAME)) {
            throw new TransientException(
                    "There is no topic " + NAME + "; thumbstream topics create makes what is missing");
        }
        Set<String> people = new HashSet<>();
        try (SafeDecoder<QuarantineDecision> decoder = serdes.decoder(Topics.QUARANTINE_DECISIONS)) {
            reader.read(ONLY, 0, reader.end(ONLY), record -> ConvictionRecords.convicted(decoder.decode(record))
                    .ifPresent(people::add));
        }
        return people;
    }

    @Override
    public void close() {
        reader.close();
    }
}
