package io.thumbstream.launcher.chaos;

import io.thumbstream.lab.report.Demand;
import io.thumbstream.lab.report.Figure;
import io.thumbstream.lab.trace.Position;
import io.thumbstream.launcher.chaos.wire.OtherFeedback;
import io.thumbstream.launcher.chaos.wire.OtherFeedback.Thumb;
import io.thumbstream.launcher.chaos.wire.OtherFeedback.Version;
import io.thumbstream.launcher.dlq.letter.Letter;
import io.thumbstream.launcher.dlq.wire.LetterHeaders;
import io.thumbstream.launcher.dlq.wire.TopicReader;
import io.thumbstream.runtime.error.TransientException;
import io.thumbstream.runtime.kafka.ClientSettings;
import io.thumbstream.runtime.kafka.KafkaSettings;
import io.thumbstream.runtime.random.SeededRandom;
import io.thumbstream.schemas.Topics;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/**
 * Writes votes into the topic of feedback as gateways of an earlier and of a later build would, which is how it is while a fleet is
 * upgraded: readers of this build must take them all.
 */
final class SchemaMischief implements Mischief {
    private static final Duration LABELS_WITHIN = Duration.ofSeconds(30);
    private static final Duration LOOK_EVERY = Duration.ofSeconds(1);

    private final KafkaSettings kafka;
    private final Witness witness;
    private final Journal journal;
    private final SeededRandom random;
    private final InstantSource clock;
    private final Supplier<Set<String>> labelled;
    private final OtherFeedback feedback;
    private final Producer<byte[], byte[]> producer;
    private final List<String> refusals = new ArrayList<>();
    private final Queue<Written> written = new ConcurrentLinkedQueue<>();
    private final AtomicLong untaken = new AtomicLong();
    private int next;

    /**
     * A vote that the brokers have.
     *
     * @param id id of the vote
     * @param version in which version it was written
     * @param at where it lies
     */
    record Written(String id, Version version, Position at) {}

    /**
     * Nothing is written yet.
     *
     * @param kafka brokers and registry, with the keys of people
     * @param witness has the answers to vote on
     * @param journal told of what the brokers have
     * @param random decides the votes
     * @param clock when votes are given
     * @param labelled ids of all feedback that labels name
     */
    SchemaMischief(
            KafkaSettings kafka,
            Witness witness,
            Journal journal,
            SeededRandom random,
            InstantSource clock,
            Supplier<Set<String>> labelled) {
        this.kafka = kafka;
        this.witness = witness;
        this.journal = journal;
        this.random = random;
        this.clock = clock;
        this.labelled = labelled;
        this.feedback = new OtherFeedback(kafka);
        this.producer = new KafkaProducer<>(
                ClientSettings.producer(kafka, "chaos-schema"), new ByteArraySerializer(), new ByteArraySerializer());
    }

    @Override
    public void begin() {
        for (Version version : Version.values()) {
            feedback.register(version).ifPresent(refusals::add);
        }
    }

    @Override
    public void act() {
        for (Version version : Version.values()) {
            if (feedback.known().contains(version)) {
                String id = "schema-" + version.word() + "-" + next++;
                write(version, new Thumb(id, witness.answer(), id, random.nextBoolean(), clock.instant()));
            }
        }
    }

    private void write(Version version, Thumb thumb) {
        Instant at = thumb.at();
        byte[] key = OtherFeedback.groupOf(thumb).getBytes(StandardCharsets.UTF_8);
        ProducerRecord<byte[], byte[]> record = new ProducerRecord<>(
                Topics.FEEDBACK.name(), null, at.toEpochMilli(), key, feedback.record(version, thumb));
        var unused = producer.send(record, (where, failure) -> {
            if (failure == null) {
                journal.accepted(thumb.person(), thumb.id());
                written.add(new Written(
                        thumb.id(), version, new Position(where.topic(), where.partition(), where.offset())));
            } else {
                untaken.incrementAndGet();
            }
        });
    }

    /** Looks at the labels, again and again until every vote has one or the time is up, and at the dead letters. */
    @Override
    public Evidence evidence() {
        producer.flush();
        if (untaken.get() > 0) {
            throw new TransientException(
                    untaken.get() + " votes of other versions were not taken by the broker, which is"
                            + " part of the run; see its log");
        }
        List<Written> all = List.copyOf(written);
        Set<String> ids = all.stream().map(Written::id).collect(Collectors.toSet());
        long deadline = System.nanoTime() + LABELS_WITHIN.toNanos();
        Set<String> found = labelled.get();
        while (!found.containsAll(ids) && System.nanoTime() - deadline < 0) {
            LockSupport.parkNanos(LOOK_EVERY.toNanos());
            found = labelled.get();
        }
        return judge(all, found, letters(), refusals);
    }

    /** Where the records lay of which dead letters were made. */
    private Set<Position> letters() {
        Set<Position> sources = new HashSet<>();
        try (TopicReader topics = new TopicReader(kafka)) {
            topics.read(
                    Topics.FEEDBACK.deadLetterName(),
                    record -> {
                        Letter letter = LetterHeaders.letter(record);
                        letter.source().ifPresent(sources::add);
                    },
                    passed -> {});
        }
        return sources;
    }

    /**
     * What became of {@code written}: each must be named by a label, and none be a dead letter.
     *
     * @param labelled ids of all feedback that labels name
     * @param condemned where the records lay of which dead letters were made
     * @param refusals what the registry said against a version
     */
    static Evidence judge(List<Written> written, Set<String> labelled, Set<Position> condemned, List<String> refusals) {
        List<String> faults = new ArrayList<>(refusals);
        long missing = 0;
        long dead = 0;
        for (Written vote : written) {
            String name = "the vote " + vote.id() + " of the " + vote.version().word() + " version";
            if (!labelled.contains(vote.id())) {
                missing++;
                faults.add(name + " has no label");
            }
            if (condemned.contains(vote.at())) {
                dead++;
                faults.add(name + " is a dead letter");
            }
        }
        return new Evidence(
                List.of(
                        new Figure("schema-evolution-refused", refusals.size(), "versions", Demand.exactly(0)),
                        new Figure(
                                "schema-evolution-earlier",
                                count(written, Version.EARLIER),
                                "votes",
                                Demand.atLeast(1)),
                        new Figure("schema-evolution-later", count(written, Version.LATER), "votes", Demand.atLeast(1)),
                        new Figure("schema-evolution-unlabelled", missing, "votes", Demand.exactly(0)),
                        new Figure("schema-evolution-dead-letters", dead, "votes", Demand.exactly(0))),
                faults);
    }

    private static long count(List<Written> written, Version version) {
        return written.stream().filter(vote -> vote.version() == version).count();
    }

    @Override
    public void close() {
        producer.close();
        try {
            feedback.close();
        } catch (IOException e) {
            throw new UncheckedIOException("the client of the schema registry cannot be closed", e);
        }
    }
}
