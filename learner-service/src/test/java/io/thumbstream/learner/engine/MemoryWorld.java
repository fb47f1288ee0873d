package io.thumbstream.learner.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/** Topics that survive the simulated process: two input partitions, the training log, announced versions. */
final class MemoryWorld {
    static final String TOPIC = "inputs";
    private static final String LOG_TOPIC = "log";
    private static final int GROUP = 2;

    final List<InputRecord<Long>> records = new ArrayList<>();
    final List<LoggedStep> log = new ArrayList<>();
    final List<PublishedVersion> versions = new ArrayList<>();
    boolean rolledBack;

    /** Ids of records of a person who was erased. */
    final Set<String> erased = new HashSet<>();

    /** Entries of the running process that a crash loses. */
    private final List<StepEntry> waiting = new ArrayList<>();

    /** {@code count} records, alternating between two partitions, every fifth a revision of the one five before. */
    static MemoryWorld of(int count) {
        MemoryWorld world = new MemoryWorld();
        for (int i = 0; i < count; i++) {
            boolean revises = i % 5 == 4;
            String id = "id-" + (revises ? i - 4 : i);
            Position position = new Position(TOPIC, i % 2, i / 2);
            world.records.add(new InputRecord<>(position, id, revises ? 2 : 1, (long) i * 31));
        }
        return world;
    }

    InputSource<Long> source() {
        return new Source();
    }

    /** The log as a process that has just started opens it. */
    StepLog stepLog(Crash.Plan crash) {
        waiting.clear();
        return new Log(crash);
    }

    /** What leaves the learner may not depend on an entry that a crash loses. */
    void assertSettled() {
        assertThat(waiting).as("entries that are not durable").isEmpty();
    }

    VersionSink sink(Crash.Plan crash) {
        return new Sink(crash);
    }

    private final class Source implements InputSource<Long> {
        private Map<Partition, Long> next = new TreeMap<>();

        @Override
        public List<InputRecord<Long>> poll(Duration timeout) {
            for (InputRecord<Long> record : records) {
                Partition in = record.position().in();
                if (record.position().offset() >= next.getOrDefault(in, 0L)) {
                    next.put(in, record.position().offset() + 1);
                    return erased.contains(record.id()) ? List.of() : List.of(record);
                }
            }
            return List.of();
        }

        @Override
        public Map<Partition, Long> positions() {
            return next;
        }

        @Override
        public void seek(Map<Partition, Long> positions) {
            next = new TreeMap<>(positions);
        }

        @Override
        public Map<Position, InputRecord<Long>> read(Collection<Position> positions) {
            Map<Position, InputRecord<Long>> found = new TreeMap<>();
            records.stream()
                    .filter(record -> positions.contains(record.position()) && !erased.contains(record.id()))
                    .forEach(record -> found.put(record.position(), record));
            return found;
        }

        @Override
        public Set<Position> erased(Collection<Position> positions) {
            return records.stream()
                    .filter(record -> erased.contains(record.id()))
                    .map(InputRecord::position)
                    .filter(positions::contains)
                    .collect(Collectors.toSet());
        }

        @Override
        public void close() {}
    }

    private final class Log implements StepLog {
        private final Crash.Plan crash;

        Log(Crash.Plan crash) {
            this.crash = crash;
        }

        @Override
        public void append(StepEntry entry) {
            crash.at(CrashPoint.BEFORE_APPEND);
            waiting.add(entry);
            crash.at(CrashPoint.AFTER_APPEND);
            if (waiting.size() == GROUP) {
                commit();
            }
        }

        private void commit() {
            crash.at(CrashPoint.BEFORE_COMMIT);
            waiting.forEach(entry -> log.add(new LoggedStep(entry, new Position(LOG_TOPIC, 0, log.size()))));
            waiting.clear();
            crash.at(CrashPoint.AFTER_COMMIT);
        }

        @Override
        public Optional<Position> settle() {
            if (!waiting.isEmpty()) {
                commit();
            }
            return log.isEmpty()
                    ? Optional.empty()
                    : Optional.of(log.get(log.size() - 1).position());
        }

        @Override
        public void forEachAfter(Optional<Position> last, Consumer<LoggedStep> action) {
            long from = last.map(Position::offset).orElse(-1L) + 1;
            List.copyOf(log).stream().skip(from).forEach(action);
        }

        @Override
        public void close() {}
    }

    private final class Sink implements VersionSink {
        private final Crash.Plan crash;

        Sink(Crash.Plan crash) {
            this.crash = crash;
        }

        @Override
        public OptionalLong newest() {
            return versions.stream().mapToLong(PublishedVersion::version).max();
        }

        @Override
        public boolean held() {
            return rolledBack;
        }

        @Override
        public void announce(PublishedVersion version) {
            assertSettled();
            crash.at(CrashPoint.BEFORE_ANNOUNCE);
            versions.add(version);
            crash.at(CrashPoint.AFTER_ANNOUNCE);
        }

        @Override
        public void close() {}
    }
}
