package io.thumbstream.learner.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.thumbstream.runtime.error.FatalException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Semantics locked here: a step is durable before a checkpoint or a version has it; a crash anywhere leaves the same weights as no crash;
 * a damaged checkpoint is passed over; a version number is never used twice; no record is used by two steps.
 */
class EventSourcedLearnerTest {
    private static final int RECORDS = 36;
    private static final int ROUNDS = 44;
    private static final Clock CLOCK = Clock.fixed(Instant.parse("2026-01-01T00:00:00Z"), ZoneOffset.UTC);

    private final Path folder;

    EventSourcedLearnerTest(@TempDir Path folder) {
        this.folder = folder;
    }

    @Test
    void shouldAppendStepsWithoutGapsWhenRecordsArrive() {
        MemoryWorld world = MemoryWorld.of(RECORDS);
        String digest = run(world, Crash.Plan.never());

        assertThat(digest).isNotEqualTo(new ChainCore(Crash.Plan.never()).digest());
        assertThat(world.log).hasSizeGreaterThan(7);
        assertThat(world.log.stream().map(logged -> logged.entry().context().step()))
                .containsExactlyElementsOf(IntStream.rangeClosed(1, world.log.size())
                        .mapToObj(i -> (long) i)
                        .toList());
        assertThat(world.log.stream()
                        .flatMap(logged -> logged.entry().inputs().stream())
                        .map(InputRef::position))
                .doesNotHaveDuplicates();
    }

    @ParameterizedTest(name = "{0} at visit {1}")
    @MethodSource("crashes")
    void shouldReachTheSameWeightsWhenTheProcessDies(CrashPoint point, int visit) {
        String expected = reference();
        MemoryWorld world = MemoryWorld.of(RECORDS);
        Crash.Plan crash = new Crash.Plan(point, visit);

        assertThatThrownBy(() -> run(world, crash)).isInstanceOf(Crash.class);
        String digest = run(world, Crash.Plan.never());

        assertThat(digest).isEqualTo(expected);
        assertThat(world.versions.stream().map(PublishedVersion::version)).doesNotHaveDuplicates();
        assertThat(world.log.stream().map(logged -> logged.entry().context().step()))
                .doesNotHaveDuplicates();
    }

    static Stream<Arguments> crashes() {
        return Stream.of(CrashPoint.values())
                .flatMap(point -> IntStream.of(1, 2, 3).mapToObj(visit -> Arguments.of(point, visit)));
    }

    @Test
    void shouldUseTheCheckpointBeforeWhenTheNewestIsDamaged() throws IOException {
        String expected = reference();
        MemoryWorld world = MemoryWorld.of(RECORDS);
        run(world, Crash.Plan.never());
        List<Path> checkpoints = new FileCheckpoints(folder.resolve("checkpoints"), 3).newestFirst();
        assertThat(checkpoints).hasSize(3);
        Files.writeString(checkpoints.get(0).resolve("weights"), "42", StandardCharsets.UTF_8);

        Recovery recovery = open(world, Crash.Plan.never()).recover();

        assertThat(checkpoints.get(1).getFileName()).hasToString("step-%012d".formatted(recovery.checkpointStep()));
        assertThat(recovery.replayed()).isPositive();
        assertThat(run(world, Crash.Plan.never())).isEqualTo(expected);
    }

    @Test
    void shouldReplayEverythingWhenAllCheckpointsAreLost() throws IOException {
        MemoryWorld world = MemoryWorld.of(RECORDS);
        String expected = run(world, Crash.Plan.never());
        SealedDirectory.delete(folder.resolve("checkpoints"));

        List<Long> reached = new ArrayList<>();
        Recovery recovery = open(world, Crash.Plan.never()).recover(reached::add);

        assertThat(recovery.checkpointStep()).isZero();
        assertThat(recovery.replayed()).isEqualTo(world.log.size());
        assertThat(reached)
                .as("told on the way")
                .containsExactlyElementsOf(
                        LongStream.rangeClosed(0, world.log.size()).boxed().toList());
        assertThat(run(world, Crash.Plan.never())).isEqualTo(expected);
    }

    @Test
    void shouldRefuseToGoOnWhenALoggedRecordIsGone() throws IOException {
        MemoryWorld world = MemoryWorld.of(RECORDS);
        run(world, Crash.Plan.never());
        SealedDirectory.delete(folder.resolve("checkpoints"));
        InputRef used = world.log.get(0).entry().inputs().get(0);
        world.records.removeIf(record -> record.position().equals(used.position()));

        assertThatThrownBy(() -> open(world, Crash.Plan.never()).recover())
                .isInstanceOf(FatalException.class)
                .hasMessageContaining(used.position().toString())
                .hasMessageContaining("retention");
    }

    @Test
    void shouldAskForTheRestOfAnErasureWhenALoggedRecordIsOfAnErasedPerson() throws IOException {
        MemoryWorld world = MemoryWorld.of(RECORDS);
        run(world, Crash.Plan.never());
        SealedDirectory.delete(folder.resolve("checkpoints"));
        world.erased.add(world.log.get(2).entry().inputs().get(0).id());

        assertThatThrownBy(() -> open(world, Crash.Plan.never()).recover())
                .isInstanceOf(FatalException.class)
                .hasMessageContaining("erased")
                .hasMessageContaining("thumbstream erase");
    }

    @Test
    void shouldTakeInRecordsButNotStepWhenPaused() {
        MemoryWorld world = MemoryWorld.of(RECORDS);
        EventSourcedLearner<Long> learner = open(world, Crash.Plan.never());
        learner.recover();

        for (int i = 0; i < 10; i++) {
            assertThat(learner.round(() -> false)).isEmpty();
        }

        assertThat(world.log).isEmpty();
        assertThat(learner.positions().values()).containsExactly(5L, 5L);
        assertThat(learner.round(() -> true)).isPresent();
    }

    @Test
    void shouldPublishOnlyWhenSomethingWasLearned() {
        MemoryWorld world = MemoryWorld.of(ChainCore.BATCH);
        EventSourcedLearner<Long> learner = open(world, Crash.Plan.never());
        learner.recover();

        for (int i = 0; i < ROUNDS; i++) {
            learner.round(() -> true);
        }
        learner.close();

        assertThat(world.log).hasSize(1);
        assertThat(world.versions).hasSizeLessThanOrEqualTo(1);
    }

    @Test
    void shouldLearnButPublishNothingWhileRolledBack() {
        MemoryWorld world = MemoryWorld.of(RECORDS);
        EventSourcedLearner<Long> learner = open(world, Crash.Plan.never());
        learner.recover();
        world.rolledBack = true;
        for (int i = 0; i < 20; i++) {
            learner.round(() -> true);
        }
        assertThat(world.log).hasSizeGreaterThan(3);
        assertThat(world.versions).isEmpty();

        world.rolledBack = false;
        learner.round(() -> true);
        assertThat(world.versions).as("what is due is published at once").hasSize(1);
    }

    /** Digest of the run that never crashes, over the same records. */
    private String reference() {
        return run(MemoryWorld.of(RECORDS), Crash.Plan.never(), folder.resolve("reference"));
    }

    private String run(MemoryWorld world, Crash.Plan crash) {
        return run(world, crash, folder);
    }

    private String run(MemoryWorld world, Crash.Plan crash, Path directory) {
        ChainCore core = new ChainCore(crash);
        EventSourcedLearner<Long> learner = open(world, crash, core, directory);
        learner.recover();
        for (int i = 0; i < ROUNDS; i++) {
            learner.round(() -> true);
        }
        learner.close();
        return core.digest();
    }

    private EventSourcedLearner<Long> open(MemoryWorld world, Crash.Plan crash) {
        return open(world, crash, new ChainCore(crash), folder);
    }

    private EventSourcedLearner<Long> open(MemoryWorld world, Crash.Plan crash, ChainCore core, Path directory) {
        FileCheckpoints files = new FileCheckpoints(directory.resolve("checkpoints"), 3);
        LearnerCheckpoints checkpoints = new LearnerCheckpoints() {
            @Override
            public void save(long step, Consumer<Path> writer) {
                world.assertSettled();
                files.save(step, writer);
                crash.at(CrashPoint.AFTER_CHECKPOINT);
            }

            @Override
            public List<Path> newestFirst() {
                return files.newestFirst();
            }
        };
        LearnerPorts<Long> ports = new LearnerPorts<>(
                world.source(),
                world.stepLog(crash),
                world.sink(crash),
                checkpoints,
                new FileVersions(directory.resolve("versions"), 4));
        EngineSettings settings = new EngineSettings(
                "policy/test",
                "policy/test",
                7,
                "hash",
                new Cadence(3, Duration.ofHours(1)),
                new Cadence(2, Duration.ofHours(1)),
                Duration.ZERO,
                Duration.ofSeconds(5));
        return new EventSourcedLearner<>(settings, core, ports, CLOCK, new EngineListener() {});
    }
}
