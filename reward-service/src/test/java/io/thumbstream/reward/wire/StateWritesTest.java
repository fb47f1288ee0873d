package io.thumbstream.reward.wire;

import static io.thumbstream.reward.wire.TopologyBench.START;
import static io.thumbstream.reward.wire.WireRecords.rollout;
import static io.thumbstream.reward.wire.WireRecords.thumb;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.apache.kafka.streams.test.TestRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the joiner writes to its changelog, which every write to its store costs beside RocksDB. */
class StateWritesTest {
    private static final Duration SOON = Duration.ofMillis(700);

    private final Path stateDir;

    StateWritesTest(@TempDir Path stateDir) {
        this.stateDir = stateDir;
    }

    @Test
    void shouldWriteAKeyOnceBetweenTwoCommits() {
        try (TopologyBench bench = new TopologyBench(stateDir, "once")) {
            bench.send(rollout("g", 0, 1, START));
            bench.send(thumb("f", "g", 0, 1, START.plusMillis(300)));
            assertThat(keys(bench)).as("the two that wait").hasSize(2);

            bench.sleep(SOON);

            assertThat(bench.experience.readValuesToList())
                    .as("revisions, each of which changes the head of the group")
                    .hasSize(2);
            assertThat(keys(bench)).doesNotHaveDuplicates().contains("gg\u0000");
        }
    }

    @Test
    void shouldSetATimerForMissingAnswersOnlyWhereSomeAreMissing() {
        try (TopologyBench bench = new TopologyBench(stateDir, "timers")) {
            bench.send(rollout("whole", 0, 1, START));
            bench.send(rollout("half", 0, 2, START));
            bench.sleep(SOON);

            List<String> timers =
                    keys(bench).stream().filter(key -> key.startsWith("t")).toList();

            assertThat(timers).filteredOn(key -> key.contains("whole")).hasSize(1);
            assertThat(timers).filteredOn(key -> key.contains("half")).hasSize(2);
        }
    }

    private static List<String> keys(TopologyBench bench) {
        return bench.changelog.readRecordsToList().stream()
                .map(TestRecord::key)
                .map(key -> new String(key, StandardCharsets.ISO_8859_1))
                .toList();
    }
}
