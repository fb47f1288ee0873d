package io.thumbstream.learner.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Semantics locked here: a replay can begin behind the last step that is missing or misses an input, and nowhere before. */
class LogSurveyTest {
    private static final Partition FIRST = new Partition("inputs", 0);
    private static final Partition SECOND = new Partition("inputs", 1);

    @Test
    void shouldReachTheBeginningWhenEverythingIsThere() {
        LogReach reach = survey(Map.of(FIRST, 0L, SECOND, 0L), step(1, "a", 3, 4), step(2, "a", 0, 9));
        assertThat(reach.firstStep()).isEqualTo(1);
        assertThat(reach.lastStep()).isEqualTo(2);
        assertThat(reach.earliestStart()).isZero();
        assertThat(reach.start(List.of(1L, 2L))).hasValue(0);
        assertThat(reach.inputs())
                .containsEntry(FIRST, new LogReach.Span(0, 0))
                .containsEntry(SECOND, new LogReach.Span(4, 0));
        assertThat(reach.configHashes()).containsExactly("a");
    }

    @Test
    void shouldBeginAtASnapshotBehindTheLastMissingInput() {
        // step 3 uses an old record again: what it needs decides, although steps 1 and 2 have theirs
        LogReach reach = survey(
                Map.of(FIRST, 5L, SECOND, 0L),
                step(1, "a", 5, 0),
                step(2, "a", 6, 1),
                step(3, "a", 4, 2),
                step(4, "a", 7, 3));
        assertThat(reach.earliestStart()).isEqualTo(3);
        assertThat(reach.start(List.of(1L, 2L, 3L, 4L))).hasValue(3);
        assertThat(reach.start(List.of(4L))).hasValue(4);
        assertThat(reach.start(List.of(1L, 2L))).isEmpty();
        assertThat(reach.inputs().get(FIRST)).isEqualTo(new LogReach.Span(4, 5));
        assertThat(new LogReach.Span(4, 5).cut()).isTrue();
        assertThat(new LogReach.Span(5, 5).cut()).isFalse();
    }

    @Test
    void shouldBeginBehindTheEntriesThatAreGone() {
        LogReach reach = survey(Map.of(FIRST, 0L, SECOND, 0L), step(7, "a", 1, 1), step(8, "a", 2, 2));
        assertThat(reach.firstStep()).isEqualTo(7);
        assertThat(reach.earliestStart()).isEqualTo(6);
        assertThat(reach.start(List.of(5L, 6L, 8L))).hasValue(6);
        assertThat(reach.start(List.of(5L))).isEmpty();
    }

    @Test
    void shouldBeginBehindAHoleInTheLog() {
        LogReach reach = survey(Map.of(FIRST, 0L, SECOND, 0L), step(1, "a", 1, 1), step(4, "b", 2, 2));
        assertThat(reach.earliestStart()).isEqualTo(3);
        assertThat(reach.configHashes()).containsExactly("a", "b");
    }

    @Test
    void shouldTakeAPartitionThatIsGoneForEmpty() {
        LogReach reach = survey(Map.of(FIRST, 0L), step(1, "a", 1, 1));
        assertThat(reach.earliestStart()).isEqualTo(1);
        assertThat(reach.inputs().get(SECOND)).isEqualTo(new LogReach.Span(1, Long.MAX_VALUE));
    }

    @Test
    void shouldPassOverAStepThatWasThereBefore() {
        LogReach reach = survey(Map.of(FIRST, 3L, SECOND, 0L), step(1, "a", 3, 1), step(1, "b", 0, 0));
        assertThat(reach.earliestStart()).isZero();
        assertThat(reach.configHashes()).containsExactly("a");
    }

    @Test
    void shouldGiveTheNewestSnapshotWhenTheLogIsEmpty() {
        LogReach reach = survey(Map.of());
        assertThat(reach.start(List.of())).isEqualTo(OptionalLong.of(0));
        assertThat(reach.start(List.of(3L, 9L))).isEqualTo(OptionalLong.of(9));
    }

    @Test
    void shouldTellIntactCheckpointsFromDamagedOnesAndTakeOverTheRightOne(@TempDir Path folder) throws Exception {
        FileCheckpoints run = new FileCheckpoints(folder.resolve("run"), 5);
        for (long step = 2; step <= 6; step += 2) {
            EngineState state = new EngineState(step, 0, 0, Map.of(), Optional.empty(), "hash-" + step, "digest");
            run.save(step, directory -> EngineStateFile.write(state, directory));
        }
        Files.writeString(folder.resolve("run/step-000000000004/state.json"), "{}", StandardCharsets.UTF_8);

        assertThat(run.describe().stream().map(SnapshotInfo::step)).containsExactly(6L, 4L, 2L);
        assertThat(run.describe().stream().map(SnapshotInfo::intact)).containsExactly(true, false, true);
        assertThat(run.describe().stream().map(SnapshotInfo::configHash)).containsExactly("hash-6", "", "hash-2");
        assertThat(run.describe())
                .allSatisfy(snapshot -> assertThat(snapshot.bytes()).isPositive());

        FileCheckpoints mine = new FileCheckpoints(folder.resolve("mine"), 2);
        assertThat(mine.adopt(run, 1)).isEmpty();
        assertThat(mine.adopt(run, 5)).as("4 is damaged").hasValue(2);
        assertThat(mine.describe().stream().map(SnapshotInfo::configHash)).containsExactly("hash-2");
    }

    private static LogReach survey(Map<Partition, Long> beginnings, StepEntry... entries) {
        LogSurvey survey = new LogSurvey(beginnings);
        Arrays.stream(entries).forEach(survey::accept);
        return survey.reach();
    }

    /** A step that used one record of each partition. */
    private static StepEntry step(long number, String hash, long first, long second) {
        return new StepEntry(
                "policy/test",
                new StepContext(number, 0, 0),
                List.of(input(FIRST, first), input(SECOND, second)),
                hash,
                Map.of(),
                Optional.empty(),
                Instant.EPOCH);
    }

    private static InputRef input(Partition in, long offset) {
        Position position = new Position(in.topic(), in.partition(), offset);
        return new InputRef(position, "id", 1, OptionalDouble.empty(), OptionalDouble.empty());
    }
}
