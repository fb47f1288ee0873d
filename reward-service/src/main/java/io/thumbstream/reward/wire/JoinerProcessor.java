package io.thumbstream.reward.wire;

import io.thumbstream.reward.event.Event;
import io.thumbstream.reward.event.SourceRef;
import io.thumbstream.runtime.error.PoisonRecordException;
import java.util.Objects;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.record.TimestampType;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.processor.Cancellable;
import org.apache.kafka.streams.processor.PunctuationType;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.processor.api.RecordMetadata;
import org.apache.kafka.streams.state.KeyValueStore;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Shell of the joiner in one partition: takes records in as they come, and releases what is due at every tick of the wall
 * clock. The tick is also the heartbeat that lets windows close when traffic stops. How much time has passed between ticks is told by
 * a clock that nobody sets.
 */
final class JoinerProcessor implements Processor<byte[], byte[], Object, Object> {
    private static final Logger LOG = LoggerFactory.getLogger(JoinerProcessor.class);

    private final JoinerFactory factory;
    private final RecordReader reader;
    private final StateSeal seal;
    private @Nullable Session session;

    /** What exists between init and close. */
    private record Session(
            ProcessorContext<Object, Object> context,
            PartitionJoiner joiner,
            OutputWriter writer,
            Cancellable heartbeat) {}

    JoinerProcessor(JoinerFactory factory, RecordReader reader, StateSeal seal) {
        this.factory = factory;
        this.reader = reader;
        this.seal = seal;
    }

    @Override
    public void init(ProcessorContext<Object, Object> context) {
        KeyValueStore<Bytes, byte[]> raw = context.getStateStore(RewardTopology.STORE);
        KeyValueJoinerStore store = new KeyValueJoinerStore(raw, seal, reader::again);
        PartitionJoiner joiner = factory.joiner(store);
        Cancellable heartbeat =
                context.schedule(factory.pace().tick(), PunctuationType.WALL_CLOCK_TIME, wall -> release());
        session = new Session(context, joiner, factory.writer(context, store), heartbeat);
        factory.reportStall(store.guard(), true);
    }

    private Session session() {
        return Objects.requireNonNull(session, "the processor is not initialised");
    }

    @Override
    public void process(Record<byte[], byte[]> record) {
        Session now = session();
        RecordMetadata place = now.context().recordMetadata().orElseThrow();
        ConsumerRecord<byte[], byte[]> raw = raw(record, place);
        try {
            Optional<Event> event = reader.read(raw);
            if (event.isPresent()) {
                accept(event.get(), record.value(), now);
            } else {
                factory.meters().erased(place.topic());
            }
        } catch (PoisonRecordException poison) {
            LOG.atWarn()
                    .addKeyValue("topic", place.topic())
                    .addKeyValue("partition", place.partition())
                    .addKeyValue("offset", place.offset())
                    .addKeyValue("problem", poison.getMessage())
                    .log("record goes to the dead-letter topic");
            now.writer().deadLetter(record, new SourceRef(place.topic(), place.partition(), place.offset()), poison);
        }
    }

    private static ConsumerRecord<byte[], byte[]> raw(Record<byte[], byte[]> record, RecordMetadata place) {
        return new ConsumerRecord<>(
                place.topic(),
                place.partition(),
                place.offset(),
                record.timestamp(),
                TimestampType.NO_TIMESTAMP_TYPE,
                ConsumerRecord.NULL_SIZE,
                ConsumerRecord.NULL_SIZE,
                record.key(),
                record.value(),
                record.headers(),
                Optional.empty());
    }

    private void accept(Event event, byte[] record, Session now) {
        checkTime(event);
        now.joiner().accept(event, record, factory.passedMicros());
    }

    /** Of a record that the broker stamped, the event is no later than the stamp, and the stamp no later than the time known here. */
    private void checkTime(Event event) {
        long latest = factory.time().millis() + factory.pace().maxFuture().toMillis();
        if (event.timeMicros() > RecordReader.endOfMilli(latest)) {
            throw new PoisonRecordException(
                    "event time " + EventMapper.instant(event.timeMicros()) + " of " + event.id()
                            + " lies more than " + factory.pace().maxFuture()
                            + " in the future; set the clock of what wrote it, or of this machine");
        }
    }

    private void release() {
        Session now = session();
        now.writer()
                .write(now.joiner()
                        .release(factory.passedMicros(), factory.pace().releaseLimit()));
        now.joiner().flush();
    }

    @Override
    public void close() {
        Session ending = session;
        if (ending != null) {
            ending.heartbeat().cancel();
            factory.reportStall(ending.joiner().store().guard(), false);
        }
        reader.close();
        session = null;
    }
}
