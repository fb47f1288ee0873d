package io.thumbstream.gateway.wire;

import io.thumbstream.gateway.answer.AnswerChunk;
import io.thumbstream.runtime.kafka.DeadLetters;
import io.thumbstream.schemas.AvroSerdes;
import io.thumbstream.schemas.Decoded;
import io.thumbstream.schemas.SafeDecoder;
import io.thumbstream.schemas.Topics;
import io.thumbstream.schemas.avro.RolloutChunk;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/** Decodes chunks of answers; poison goes to the dead letters. */
public final class ChunkSink implements TopicTail.Sink {
    private final SafeDecoder<RolloutChunk> decoder;
    private final DeadLetters deadLetters;
    private final Consumer<List<AnswerChunk>> target;
    private final List<AnswerChunk> batch = new ArrayList<>();

    /** A sink that hands the chunks of each poll on as one list. */
    public ChunkSink(AvroSerdes serdes, DeadLetters deadLetters, Consumer<List<AnswerChunk>> target) {
        this.decoder = serdes.decoder(Topics.ROLLOUT_CHUNKS);
        this.deadLetters = deadLetters;
        this.target = target;
    }

    @Override
    public void accept(ConsumerRecord<byte[], byte[]> record) {
        Decoded<RolloutChunk> decoded = decoder.decode(record);
        if (decoded instanceof Decoded.Value<RolloutChunk> value) {
            batch.add(AvroSeen.chunk(value.value()));
        } else if (decoded instanceof Decoded.Poison<RolloutChunk> poison) {
            deadLetters.send(record, "gateway", poison.reason(), poison.cause());
        }
    }

    @Override
    public void flush() {
        target.accept(List.copyOf(batch));
        batch.clear();
    }
}
