package io.thumbstream.gateway.wire;

import io.thumbstream.gateway.view.Seen;
import io.thumbstream.schemas.AvroSerdes;
import io.thumbstream.schemas.Decoded;
import io.thumbstream.schemas.SafeDecoder;
import io.thumbstream.schemas.TopicSpec;
import io.thumbstream.schemas.Topics;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Function;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/** Decodes what the live page shows; poison is left out, because the service that reads a topic for its work deals with it. */
public final class RunSink implements TopicTail.Sink {
    /** Topics of the live page and where their reading begins. */
    public static final Map<String, StartAt> TOPICS = Map.of(
            Topics.POLICY_VERSIONS.name(), StartAt.BEGINNING,
            Topics.REWARD_VERSIONS.name(), StartAt.BEGINNING,
            Topics.FEEDBACK.name(), StartAt.RECENT,
            Topics.LABELS.name(), StartAt.RECENT,
            Topics.EXPERIENCE.name(), StartAt.RECENT,
            Topics.DRIFT.name(), StartAt.RECENT);

    private final Map<String, Reader<?>> readers = new HashMap<>();
    private final Consumer<List<Seen>> target;
    private final List<Seen> batch = new ArrayList<>();

    /** A sink that hands the observations of each poll on as one list. */
    public RunSink(AvroSerdes serdes, Consumer<List<Seen>> target) {
        this.target = target;
        add(serdes, Topics.POLICY_VERSIONS, version -> AvroSeen.version(Seen.ModelRole.POLICY, version));
        add(serdes, Topics.REWARD_VERSIONS, version -> AvroSeen.version(Seen.ModelRole.REWARD, version));
        add(serdes, Topics.FEEDBACK, AvroSeen::vote);
        add(serdes, Topics.LABELS, AvroSeen::label);
        add(serdes, Topics.EXPERIENCE, AvroSeen::experience);
        add(serdes, Topics.DRIFT, AvroSeen::drift);
    }

    @Override
    public void accept(ConsumerRecord<byte[], byte[]> record) {
        Reader<?> reader = readers.get(record.topic());
        if (reader != null) {
            reader.read(record, batch);
        }
    }

    @Override
    public void flush() {
        target.accept(List.copyOf(batch));
        batch.clear();
    }

    private <T extends SpecificRecord> void add(AvroSerdes serdes, TopicSpec<T> topic, Function<T, Seen> mapping) {
        readers.put(topic.name(), new Reader<>(serdes.decoder(topic), mapping));
    }

    private record Reader<T extends SpecificRecord>(SafeDecoder<T> decoder, Function<T, Seen> mapping) {
        void read(ConsumerRecord<byte[], byte[]> record, List<Seen> into) {
            Decoded<T> decoded = decoder.decode(record);
            if (decoded instanceof Decoded.Value<T> value) {
                into.add(mapping.apply(value.value()));
            }
        }
    }
}
