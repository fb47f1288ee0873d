package io.thumbstream.generator.schedule;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;

class OffsetTrackerTest {
    private final OffsetTracker tracker = new OffsetTracker();

    @Test
    void shouldHoldTheOffsetBackWhenAnOlderPromptIsStillInWork() {
        begin(0, 5);
        begin(0, 6);
        begin(0, 7);
        tracker.finish(new Position(0, 6));

        assertThat(tracker.committable()).containsExactlyEntriesOf(Map.of(0, 5L));

        tracker.finish(new Position(0, 5));
        assertThat(tracker.committable()).containsExactlyEntriesOf(Map.of(0, 7L));
        tracker.finish(new Position(0, 7));
        assertThat(tracker.committable()).containsExactlyEntriesOf(Map.of(0, 8L));
        assertThat(tracker.inWork()).isZero();
    }

    @Test
    void shouldReportNothingWhenEverythingIsCommitted() {
        begin(1, 0);
        tracker.finish(new Position(1, 0));
        tracker.committed(tracker.committable());

        assertThat(tracker.committable()).isEmpty();
    }

    @Test
    void shouldForgetThePartitionWhenItIsTakenAway() {
        begin(0, 1);
        begin(1, 1);
        tracker.forget(0);
        tracker.finish(new Position(0, 1));

        assertThat(tracker.committable()).containsOnlyKeys(1);
    }

    private void begin(int partition, long offset) {
        tracker.begin(new Position(partition, offset));
    }
}
