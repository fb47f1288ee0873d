package io.thumbstream.learner.wire;

import io.thumbstream.learner.engine.InputRecord;
import io.thumbstream.learner.engine.Position;
import io.thumbstream.runtime.error.TransientException;
import io.thumbstream.schemas.AvroSerdes;
import io.thumbstream.schemas.Decoded;
import io.thumbstream.schemas.RegistryUnavailableException;
import io.thumbstream.schemas.SafeDecoder;
import io.thumbstream.schemas.TopicSpec;
import java.util.Optional;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/** From bytes of one topic to a learner's input records. */
final class InputDecoder<A extends SpecificRecord, T> implements AutoCloseable {
    private final RecordTranslator<A, T> translator;
    private final SafeDecoder<A> decoder;

    /**
     * What became of a record.
     *
     * @param value the input; empty when the record holds none
     * @param reason why it is poison, in a word
     * @param failure set when it is poison
     * @param erased whether it is of a person who was erased
     */
    record Outcome<T>(Optional<InputRecord<T>> value, String reason, Optional<Exception> failure, boolean erased) {}

    InputDecoder(AvroSerdes serdes, TopicSpec<A> topic, RecordTranslator<A, T> translator) {
        this.translator = translator;
        this.decoder = serdes.decoder(topic);
    }

    /** @throws TransientException when the registry does not answer */
    Outcome<T> decode(ConsumerRecord<byte[], byte[]> record) {
        Decoded<A> decoded;
        try {
            decoded = decoder.decode(record);
        } catch (RegistryUnavailableException e) {
            throw new TransientException(String.valueOf(e.getMessage()), e);
        }
        if (decoded instanceof Decoded.Value<A> readable) {
            try {
                return new Outcome<>(
                        translator.translate(readable.value()).map(translated -> input(record, translated)),
                        "",
                        Optional.empty(),
                        false);
            } catch (IllegalArgumentException e) {
                return new Outcome<>(Optional.empty(), "contradictory", Optional.of(e), false);
            }
        }
        if (decoded instanceof Decoded.Erased<A>) {
            return new Outcome<>(Optional.empty(), "erased", Optional.empty(), true);
        }
        Decoded.Poison<A> poison = (Decoded.Poison<A>) decoded;
        return new Outcome<>(Optional.empty(), poison.reason(), Optional.of(poison.cause()), false);
    }

    private InputRecord<T> input(ConsumerRecord<byte[], byte[]> record, RecordTranslator.Translated<T> translated) {
        return new InputRecord<>(
                new Position(record.topic(), record.partition(), record.offset()),
                translated.id(),
                translated.revision(),
                translated.value());
    }

    @Override
    public void close() {
        decoder.close();
    }
}
