package io.thumbstream.learner.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** Of positions that were logged or saved only those of topics that are read count, so that a topic that is read again begins at its start. */
class IntakeTest {
    private static final Partition INPUTS = new Partition("inputs", 0);
    private static final Partition DECISIONS = new Partition("decisions", 0);

    private final List<String> accepted = new ArrayList<>();
    private final Intake<String> intake =
            new Intake<>(new Inputs(), record -> accepted.add(record.id()), Clock.systemUTC());

    /** Three records of one topic, one at a time. */
    private static final class Inputs implements InputSource<String> {
        private static final int RECORDS = 3;
        private long next;

        @Override
        public List<InputRecord<String>> poll(Duration timeout) {
            if (next == RECORDS) {
                return List.of();
            }
            Position position = new Position(INPUTS.topic(), 0, next);
            next++;
            return List.of(new InputRecord<>(position, "i" + position.offset(), 1, ""));
        }

        @Override
        public Map<Partition, Long> positions() {
            return new TreeMap<>(Map.of(INPUTS, next));
        }

        @Override
        public boolean reads(Partition partition) {
            return partition.equals(INPUTS);
        }

        @Override
        public void seek(Map<Partition, Long> positions) {
            next = positions.getOrDefault(INPUTS, 0L);
        }

        @Override
        public Map<Position, InputRecord<String>> read(Collection<Position> positions) {
            return Map.of();
        }

        @Override
        public void close() {}
    }

    @Test
    void shouldForgetPositionsOfATopicThatIsNotRead() {
        intake.startAt(Map.of(INPUTS, 1L, DECISIONS, 7L));

        assertThat(intake.positions()).isEqualTo(Map.of(INPUTS, 1L));
        assertThat(intake.drain(Duration.ZERO)).isEqualTo(1);
        assertThat(accepted).containsExactly("i1");
        assertThat(intake.positions()).isEqualTo(Map.of(INPUTS, 2L));
    }

    @Test
    void shouldNotWaitForATopicThatIsNotRead() {
        intake.startAt(Map.of());

        intake.drainUpTo(Map.of(INPUTS, 2L, DECISIONS, 7L), Duration.ZERO, Duration.ZERO);

        assertThat(accepted).containsExactly("i0", "i1");
        assertThat(intake.positions()).isEqualTo(Map.of(INPUTS, 2L));
    }
}
