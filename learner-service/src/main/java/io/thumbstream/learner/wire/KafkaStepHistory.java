package io.thumbstream.learner.wire;

import io.thumbstream.learner.engine.LoggedStep;
import io.thumbstream.learner.engine.Position;
import io.thumbstream.learner.engine.StepEntry;
import io.thumbstream.learner.engine.StepHistory;
import io.thumbstream.runtime.error.FatalException;
import io.thumbstream.runtime.kafka.KafkaSettings;
import io.thumbstream.schemas.AvroSerdes;
import io.thumbstream.schemas.Decoded;
import io.thumbstream.schemas.SafeDecoder;
import io.thumbstream.schemas.Topics;
import io.thumbstream.schemas.avro.TrainingStep;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.Arrays;
import java.util.Optional;
import java.util.function.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;

/** The entries of one learner in the training-log topic. Reads only, so it disturbs no writer. */
public final class KafkaStepHistory implements StepHistory, AutoCloseable {
    static final String TOPIC = Topics.TRAINING_LOG.name();
    private static final TopicPartition PARTITION = new TopicPartition(TOPIC, 0);

    private final byte[] key;
    private final SafeDecoder<TrainingStep> decoder;
    private final RawReader reader;

    public KafkaStepHistory(KafkaSettings kafka, AvroSerdes serdes, String learner, String clientId, Clock clock) {
        this.key = learner.getBytes(StandardCharsets.UTF_8);
        this.decoder = serdes.decoder(Topics.TRAINING_LOG);
        this.reader = new RawReader(kafka, clientId, clock);
    }

    @Override
    public void forEachAfter(Optional<Position> last, Consumer<LoggedStep> action) {
        long from = last.map(position -> position.offset() + 1).orElse(0L);
        reader.read(PARTITION, from, reader.end(PARTITION), record -> {
            if (Arrays.equals(record.key(), key)) {
                action.accept(new LoggedStep(decode(record), new Position(TOPIC, 0, record.offset())));
            }
        });
    }

    private StepEntry decode(ConsumerRecord<byte[], byte[]> record) {
        Decoded<TrainingStep> decoded = decoder.decode(record);
        if (decoded instanceof Decoded.Value<TrainingStep> readable) {
            return StepRecords.fromWire(readable.value());
        }
        throw new FatalException("Entry " + record.offset() + " of " + TOPIC + " cannot be read ("
                + ((Decoded.Poison<TrainingStep>) decoded).reason()
                + "); use the registry it was written with");
    }

    @Override
    public void close() {
        reader.close();
        decoder.close();
    }
}
