package io.thumbstream.launcher.chaos;

import io.thumbstream.lab.trace.Position;
import io.thumbstream.launcher.chaos.PoisonLetters.Found;
import io.thumbstream.launcher.chaos.PoisonLetters.Planted;
import io.thumbstream.launcher.dlq.letter.Letter;
import io.thumbstream.launcher.dlq.wire.LetterHeaders;
import io.thumbstream.launcher.dlq.wire.TopicReader;
import io.thumbstream.model.checkpoint.Digests;
import io.thumbstream.runtime.error.TransientException;
import io.thumbstream.runtime.kafka.ClientSettings;
import io.thumbstream.runtime.kafka.KafkaSettings;
import io.thumbstream.runtime.random.SeededRandom;
import io.thumbstream.schemas.TopicSpec;
import io.thumbstream.schemas.Topics;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** Writes records that nobody can read into the topics of feedback and answers, as a stranger with access to the brokers would. */
final class PoisonMischief implements Mischief {
    private static final List<TopicSpec<?>> TOPICS = List.of(Topics.FEEDBACK, Topics.ROLLOUTS);
    private static final Duration LETTERS_WITHIN = Duration.ofSeconds(30);
    private static final Duration LOOK_EVERY = Duration.ofSeconds(1);

    private final KafkaSettings kafka;
    private final SeededRandom random;
    private final Producer<byte[], byte[]> producer;
    private final Queue<Planted> planted = new ConcurrentLinkedQueue<>();
    private final AtomicLong refused = new AtomicLong();
    private int next;

    /**
     * Nothing is written yet.
     *
     * @param random decides the bytes
     */
    PoisonMischief(KafkaSettings kafka, SeededRandom random) {
        this.kafka = kafka;
        this.random = random;
        this.producer = new KafkaProducer<>(
                ClientSettings.producer(kafka, "chaos-poison"), new ByteArraySerializer(), new ByteArraySerializer());
    }

    @Override
    public void act() {
        for (TopicSpec<?> topic : TOPICS) {
            byte[] value = PoisonBytes.of(next, random);
            byte[] key = ("poison-" + next).getBytes(StandardCharsets.UTF_8);
            next++;
            var unused = producer.send(new ProducerRecord<>(topic.name(), key, value), (at, failure) -> {
                if (failure == null) {
                    planted.add(new Planted(new Position(at.topic(), at.partition(), at.offset()), Digests.of(value)));
                } else {
                    refused.incrementAndGet();
                }
            });
        }
    }

    /** Looks into the dead letters, again and again until every record has one or the time is up. */
    @Override
    public Evidence evidence() {
        producer.flush();
        if (refused.get() > 0) {
            throw new TransientException(refused.get() + " unreadable records were not taken by the broker, which is"
                    + " part of the run; see its log");
        }
        List<Planted> all = List.copyOf(planted);
        long deadline = System.nanoTime() + LETTERS_WITHIN.toNanos();
        List<Found> found = letters();
        while (!PoisonLetters.complete(all, found) && System.nanoTime() - deadline < 0) {
            LockSupport.parkNanos(LOOK_EVERY.toNanos());
            found = letters();
        }
        return PoisonLetters.judge(all, found);
    }

    private List<Found> letters() {
        List<Found> found = new ArrayList<>();
        try (TopicReader topics = new TopicReader(kafka)) {
            for (TopicSpec<?> topic : TOPICS) {
                topics.read(
                        topic.deadLetterName(),
                        record -> {
                            Letter letter = LetterHeaders.letter(record);
                            byte[] value = record.value() == null ? new byte[0] : record.value();
                            found.add(new Found(letter.source(), letter.cause(), Digests.of(value)));
                        },
                        passed -> {});
            }
        }
        return found;
    }

    @Override
    public void close() {
        producer.close();
    }

    /** Bytes that are no record. */
    static final class PoisonBytes {
        private static final int KINDS = 4;
        private static final int LENGTH = 40;
        private static final byte NO_MAGIC = 0x7b;
        /** Ids that a registry has handed out by then are far below. */
        private static final int UNKNOWN_IDS = 1_000_000_000;

        private static final int KNOWN_ID = 1;

        private PoisonBytes() {}

        /** The bytes of the {@code number}th one: without frame, of an unknown schema, cut in the frame, cut behind it, and so on. */
        static byte[] of(int number, SeededRandom random) {
            return switch (number / TOPICS.size() % KINDS) {
                case 0 -> noise(random).put(0, NO_MAGIC).array();
                case 1 ->
                    noise(random)
                            .put(0, (byte) 0)
                            .putInt(1, UNKNOWN_IDS + random.nextInt(UNKNOWN_IDS))
                            .array();
                case 2 -> new byte[] {0, 0, 0};
                default ->
                    ByteBuffer.allocate(1 + Integer.BYTES).putInt(1, KNOWN_ID).array();
            };
        }

        private static ByteBuffer noise(SeededRandom random) {
            ByteBuffer noise = ByteBuffer.allocate(LENGTH);
            while (noise.remaining() >= Long.BYTES) {
                ByteBuffer unused = noise.putLong(random.nextLong());
            }
            return noise;
        }
    }
}
