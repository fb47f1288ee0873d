package io.thumbstream.learner.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** Two topics are one input: each record comes once, is found again by its place, and is read on from where it was left. */
class MergedSourceTest {
    private static final Duration WAIT = Duration.ofMillis(5);

    private final Topic main = new Topic("labels", 3);
    private final Topic side = new Topic("decisions", 2);
    private final MergedSource<String> both = new MergedSource<>(main, "decisions", side);

    /** A topic of one partition; a topic without records does not exist. */
    private static final class Topic implements InputSource<String> {
        private final String name;
        private final int records;
        private Duration waited = Duration.ZERO;
        private long next;
        private boolean closed;

        Topic(String name, int records) {
            this.name = name;
            this.records = records;
        }

        private InputRecord<String> record(long offset) {
            return new InputRecord<>(new Position(name, 0, offset), name + offset, 1, name);
        }

        @Override
        public List<InputRecord<String>> poll(Duration timeout) {
            waited = timeout;
            return next < records ? List.of(record(next++)) : List.of();
        }

        @Override
        public Map<Partition, Long> positions() {
            return records == 0 ? Map.of() : new TreeMap<>(Map.of(new Partition(name, 0), next));
        }

        @Override
        public boolean reads(Partition partition) {
            return partition.topic().equals(name);
        }

        @Override
        public void seek(Map<Partition, Long> positions) {
            next = positions.getOrDefault(new Partition(name, 0), 0L);
        }

        @Override
        public Map<Position, InputRecord<String>> read(Collection<Position> positions) {
            Map<Position, InputRecord<String>> found = new HashMap<>();
            positions.forEach(position -> {
                assertThat(position.topic()).isEqualTo(name);
                found.put(position, record(position.offset()));
            });
            return found;
        }

        @Override
        public Set<Position> erased(Collection<Position> positions) {
            assertThat(positions).allMatch(position -> position.topic().equals(name));
            return Set.copyOf(positions);
        }

        @Override
        public void close() {
            closed = true;
        }
    }

    private static List<String> ids(List<InputRecord<String>> records) {
        return records.stream().map(InputRecord::id).toList();
    }

    @Test
    void shouldHandOverBothAndWaitForTheMainOneAlone() {
        both.seek(Map.of());

        assertThat(ids(both.poll(WAIT))).containsExactly("decisions0", "labels0");
        assertThat(main.waited).as("nobody waits when there is something").isZero();
        assertThat(ids(both.poll(WAIT))).containsExactly("decisions1", "labels1");
        assertThat(ids(both.poll(WAIT))).containsExactly("labels2");
        assertThat(both.poll(WAIT)).isEmpty();
        assertThat(main.waited).isEqualTo(WAIT);
        assertThat(side.waited).isZero();
        assertThat(both.positions())
                .isEqualTo(Map.of(new Partition("labels", 0), 3L, new Partition("decisions", 0), 2L));
    }

    @Test
    void shouldGoOnWhereBothWereLeft() {
        both.seek(Map.of(new Partition("labels", 0), 2L, new Partition("decisions", 0), 1L));

        assertThat(ids(both.poll(WAIT))).containsExactly("decisions1", "labels2");
    }

    @Test
    void shouldFindRecordsInTheirOwnTopics() {
        Position label = new Position("labels", 0, 1);
        Position decision = new Position("decisions", 0, 1);

        assertThat(both.read(List.of(label, decision))).containsOnlyKeys(label, decision);
        assertThat(both.read(List.of(label))).containsOnlyKeys(label);
        assertThat(both.erased(List.of(decision, label))).containsOnly(label, decision);
        assertThat(both.read(List.of())).isEmpty();
    }

    @Test
    void shouldDoWithTheMainTopicWhereThereIsNoOther() {
        MergedSource<String> alone = new MergedSource<>(main, "decisions", new Topic("decisions", 0));
        alone.seek(Map.of());

        assertThat(ids(alone.poll(WAIT))).containsExactly("labels0");
        assertThat(main.waited).isEqualTo(WAIT);
    }

    @Test
    void shouldReadWhatEitherReads() {
        assertThat(both.reads(new Partition("labels", 3))).isTrue();
        assertThat(both.reads(new Partition("decisions", 0))).isTrue();
        assertThat(both.reads(new Partition("experience", 0))).isFalse();
    }

    @Test
    void shouldFindRecordsOfATopicThatItDoesNotRead() {
        MergedSource<String> found = new MergedSource<>(main, "decisions", new LookupSource<>(side));
        Position decision = new Position("decisions", 0, 1);
        found.seek(Map.of(decision.in(), 1L));

        assertThat(ids(found.poll(WAIT))).containsExactly("labels0");
        assertThat(ids(found.poll(WAIT))).containsExactly("labels1");
        assertThat(found.positions()).containsOnlyKeys(new Partition("labels", 0));
        assertThat(found.reads(decision.in())).isFalse();
        assertThat(found.read(List.of(decision))).containsOnlyKeys(decision);
        assertThat(found.erased(List.of(decision))).containsOnly(decision);
        found.close();
        assertThat(side.closed).as("its owner closes it").isFalse();
    }

    @Test
    void shouldCloseBoth() {
        both.close();

        assertThat(main.closed).isTrue();
        assertThat(side.closed).isTrue();
    }
}
