package io.thumbstream.learner.wire;

import io.thumbstream.learner.trust.VerdictBoard;
import io.thumbstream.runtime.error.TransientException;
import io.thumbstream.schemas.AvroSerdes;
import io.thumbstream.schemas.Decoded;
import io.thumbstream.schemas.SafeDecoder;
import io.thumbstream.schemas.Topics;
import io.thumbstream.schemas.avro.QuarantineVerdict;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;

/** Reads what the quarantine topic says of people. Used by one thread. */
final class VerdictTopic {
    static final String NAME = Topics.QUARANTINE.name();

    private static final TopicPartition ONLY = new TopicPartition(NAME, 0);

    private VerdictTopic() {}

    /**
     * The newest record of each person.
     *
     * @param people readable ones, those who changed longest ago first
     * @param erased people of whom a record is left that nobody can read again
     * @param unreadable people whose record cannot be read here
     */
    record Content(Map<String, VerdictBoard.Noted> people, Set<String> erased, Set<String> unreadable) {}

    /**
     * Everything that was written by now.
     *
     * @throws TransientException when the topic does not exist, or the brokers or the registry do not answer
     */
    static Content read(RawReader reader, AvroSerdes serdes) {
        if (!reader.has(NAME)) {
            throw new TransientException(
                    "There is no topic " + NAME + "; thumbstream topics create makes what is missing");
        }
        Content content = new Content(new LinkedHashMap<>(), new TreeSet<>(), new TreeSet<>());
        try (SafeDecoder<QuarantineVerdict> decoder = serdes.decoder(Topics.QUARANTINE)) {
            reader.read(ONLY, 0, reader.end(ONLY), record -> take(record, decoder, content));
        }
        return content;
    }

    static void take(ConsumerRecord<byte[], byte[]> record, SafeDecoder<QuarantineVerdict> decoder, Content content) {
        if (record.key() == null) {
            return;
        }
        String person = new String(record.key(), StandardCharsets.UTF_8);
        content.people().remove(person);
        content.erased().remove(person);
        content.unreadable().remove(person);
        if (record.value() == null) {
            return;
        }
        Decoded<QuarantineVerdict> decoded = decoder.decode(record);
        if (decoded instanceof Decoded.Value<QuarantineVerdict> readable) {
            content.people().put(person, VerdictRecords.fromWire(readable.value()));
        } else if (decoded instanceof Decoded.Erased<QuarantineVerdict>) {
            content.erased().add(person);
        } else {
            content.unreadable().add(person);
        }
    }
}
