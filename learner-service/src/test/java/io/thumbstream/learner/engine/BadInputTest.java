package io.thumbstream.learner.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.thumbstream.runtime.error.ConfigException;
import io.thumbstream.runtime.error.FatalException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Semantics locked here, for what retention, a clock or an operator may do to a learner: it goes on where nothing is lost, else it
 * refuses and says what can still be rebuilt and from where.
 */
class BadInputTest {
    private static final int RECORDS = 60;
    private static final int ROUNDS = 80;
    private static final String HASH = EngineRig.HASH;
    private static final Build NEW = new Build("2.0", "DJL 9");

    private final Path folder;
    private final MovableClock clock = new MovableClock();
    private final MemoryWorld world = MemoryWorld.of(RECORDS);

    BadInputTest(@TempDir Path folder) {
        this.folder = folder;
    }

    @Test
    void shouldSayWhatCanBeRebuiltWhenEntriesAreGone() {
        String digest = live();
        StepHistory cut = (last, action) -> world.log.stream()
                .filter(logged ->
                        logged.position().offset() > last.map(Position::offset).orElse(-1L))
                .filter(logged -> logged.entry().context().step() < 3
                        || logged.entry().context().step() > 6)
                .forEach(action);

        FileCheckpoints none = new FileCheckpoints(folder.resolve("gap"), 2);
        assertThatThrownBy(() -> new Replay<>(new ChainCore(Crash.Plan.never()), cut, world.source(), none, HASH, 100)
                        .run(Long.MAX_VALUE, (entry, outcome) -> {}))
                .isInstanceOf(FatalException.class)
                .hasMessageContaining("jumps from step 2 to 7")
                .hasMessageContaining("up to step 2 can be rebuilt (--to-step 2)")
                .hasMessageContaining("a snapshot of step 6 or after")
                .hasMessageContaining("thumbstream doctor");

        FileCheckpoints own = new FileCheckpoints(folder.resolve("from"), 2);
        assertThat(own.adopt(checkpoints(), 6)).hasValue(6);
        ChainCore core = new ChainCore(Crash.Plan.never());
        Replay.Result result =
                new Replay<>(core, cut, world.source(), own, HASH, 100).run(Long.MAX_VALUE, (entry, outcome) -> {});
        assertThat(result.from()).isEqualTo(6);
        assertThat(result.mismatches()).isEmpty();
        assertThat(core.digest()).as("from the snapshot behind the gap").isEqualTo(digest);
    }

    @Test
    void shouldSayWhatCanBeRebuiltWhenAnInputIsGone() throws IOException {
        live();
        InputRef used = world.log.get(4).entry().inputs().get(1);
        world.records.removeIf(record -> record.position().equals(used.position()));
        SealedDirectory.delete(folder.resolve("checkpoints"));

        assertThatThrownBy(() -> open(checkpoints(), versions()).recover())
                .isInstanceOf(FatalException.class)
                .hasMessageContaining(used.position().toString())
                .hasMessageContaining("up to step 4 can be rebuilt (--to-step 4)")
                .hasMessageContaining("a snapshot of step 5 or after");
    }

    @Test
    void shouldNotClaimThatAnythingCanBeRebuiltWhenTheFirstStepIsLost() {
        assertThat(LostSteps.gap("policy/test", 0, 9).getMessage())
                .contains("Version 0 is no start any more")
                .contains("a snapshot of step 8 or after");
        assertThat(LostSteps.input("policy/test", 1, new Position("inputs", 0, 3))
                        .getMessage())
                .contains("No step can be rebuilt from version 0");
    }

    @Test
    void shouldRefuseASnapshotOfAnotherConfiguration() {
        live();
        FileCheckpoints own = new FileCheckpoints(folder.resolve("other"), 2);
        assertThat(own.adopt(checkpoints(), Long.MAX_VALUE)).isPresent();
        assertThatThrownBy(() -> new Replay<>(
                                new ChainCore(Crash.Plan.never()), log(), world.source(), own, "another", 100)
                        .run(Long.MAX_VALUE, (entry, outcome) -> {}))
                .isInstanceOf(FatalException.class)
                .hasMessageContaining("configuration hash, not another")
                .hasMessageContaining("--config");
    }

    @Test
    void shouldRefuseACheckpointOfAnotherLearnerOrModel() {
        CheckpointCheck check = new CheckpointCheck(new Origin("policy/test", "base", Build.UNKNOWN), HASH);
        Path place = Path.of("step-9");
        assertThatThrownBy(() -> check.admit(place, state(new Origin("reward/test", "base", NEW), "d")))
                .isInstanceOf(FatalException.class)
                .hasMessageContaining("step-9 is of reward/test, not of policy/test");
        assertThatThrownBy(() -> check.admit(place, state(new Origin("policy/test", "other", NEW), "d")))
                .isInstanceOf(FatalException.class)
                .hasMessageContaining("sha256 other")
                .hasMessageContaining("version 0, the shape of the model, what of it learns or the seed");
        assertThatCode(() -> check.admit(place, state(Origin.UNKNOWN, "d")))
                .as("a checkpoint of an early release does not say")
                .doesNotThrowAnyException();
    }

    @Test
    void shouldLetTheDigestDecideWhenAnotherBuildWroteTheCheckpoint() {
        Build old = new Build("1.0", "DJL 8");
        CheckpointCheck check = new CheckpointCheck(new Origin("policy/test", "base", NEW), HASH);
        EngineState state = state(new Origin("policy/test", "base", old), "digest");
        assertThatCode(() -> check.admit(Path.of("step-9"), state)).doesNotThrowAnyException();
        assertThatCode(() -> check.confirm(Path.of("step-9"), state, "digest")).doesNotThrowAnyException();
        assertThatThrownBy(() -> check.confirm(Path.of("step-9"), state, "another"))
                .isInstanceOf(FatalException.class)
                .hasMessageContaining("instead of digest")
                .hasMessageContaining("release 1.0 on DJL 8")
                .hasMessageContaining("release 2.0 on DJL 9");
        assertThat(old.differs(NEW)).isTrue();
        assertThat(old.differs(Build.UNKNOWN)).isFalse();
        assertThat(Build.UNKNOWN.differs(NEW)).isFalse();
    }

    @Test
    void shouldKeepInTheCheckpointFromWhatItWasMade() throws IOException {
        Origin origin = new Origin("policy/test", "base", NEW);
        EngineStateFile.write(state(origin, "digest"), folder);
        assertThat(EngineStateFile.read(folder).origin()).isEqualTo(origin);

        Path file = folder.resolve(EngineStateFile.NAME);
        String early = Files.readString(file).replaceAll("(?m)^.*\"(learner|base-digest|release|engine)\".*\\R", "");
        Files.writeString(file, early);
        assertThat(EngineStateFile.read(folder).origin()).isEqualTo(Origin.UNKNOWN);
    }

    @Test
    void shouldCountTimesAnewWhenTheClockIsSetBack() {
        Trigger trigger = new Trigger(new Cadence(100, Duration.ofSeconds(15)), clock.instant());
        clock.move(Duration.ofHours(-2));
        assertThat(trigger.due(1, clock.instant())).isFalse();
        clock.move(Duration.ofSeconds(15));
        assertThat(trigger.due(1, clock.instant())).as("15 s of the new time").isTrue();

        trigger.postpone(clock.instant());
        clock.move(Duration.ofHours(-2));
        assertThat(trigger.due(1, clock.instant())).isFalse();
        clock.move(Duration.ofSeconds(15));
        assertThat(trigger.due(1, clock.instant())).isTrue();

        BatchTrigger batch = new BatchTrigger(8, Duration.ofSeconds(2), clock);
        assertThat(batch.due(1)).isFalse();
        clock.move(Duration.ofHours(-2));
        assertThat(batch.due(1)).isFalse();
        clock.move(Duration.ofSeconds(2));
        assertThat(batch.due(1)).isTrue();
    }

    @Test
    void shouldRefuseATimeThatWasPassedTwiceAndTakeOneThatWasNot() {
        live();
        for (int i = 0; i < world.log.size(); i++) {
            boolean before = i < 5; // steps 1 to 5 at seconds 1 to 5, then the clock is set back by 3 s
            logAt(i, MovableClock.START.plusSeconds(before ? i + 1 : i - 2));
        }
        ReplayGoal twice = new ReplayGoal(Long.MAX_VALUE, MovableClock.START.plusSeconds(4));
        assertThatThrownBy(() -> twice.lastStep(log()))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("the first time after step 4, the last time after step 7")
                .hasMessageContaining("--to-step");
        ReplayGoal once = new ReplayGoal(Long.MAX_VALUE, MovableClock.START.plusSeconds(7));
        assertThat(once.lastStep(log())).isEqualTo(10);

        Replay.Result result = replay("clock").run(8, (entry, outcome) -> {});
        assertThat(result.live()).as("4 s, none for the way back, 2 s").isEqualTo(Duration.ofSeconds(6));
    }

    private void logAt(int index, java.time.Instant at) {
        LoggedStep logged = world.log.get(index);
        StepEntry entry = logged.entry();
        world.log.set(
                index,
                new LoggedStep(
                        new StepEntry(
                                entry.learner(),
                                entry.context(),
                                entry.inputs(),
                                entry.configHash(),
                                entry.positions(),
                                entry.previousDigest(),
                                at),
                        logged.position()));
    }

    /** A whole run with checkpoints every third step; gives the last digest. */
    private String live() {
        ChainCore core = new ChainCore(Crash.Plan.never());
        EventSourcedLearner<Long> learner = EngineRig.learner(world, core, checkpoints(), versions(), clock);
        learner.recover();
        EngineRig.rounds(learner, ROUNDS);
        learner.close();
        assertThat(world.log).hasSizeGreaterThan(12);
        return core.digest();
    }

    private EventSourcedLearner<Long> open(LearnerCheckpoints checkpoints, VersionFiles versions) {
        return EngineRig.learner(world, new ChainCore(Crash.Plan.never()), checkpoints, versions, clock);
    }

    private Replay<Long> replay(String name) {
        return new Replay<>(
                new ChainCore(Crash.Plan.never()),
                log(),
                world.source(),
                new FileCheckpoints(folder.resolve(name), 2),
                HASH,
                100);
    }

    private StepLog log() {
        return world.stepLog(Crash.Plan.never());
    }

    private FileCheckpoints checkpoints() {
        return new FileCheckpoints(folder.resolve("checkpoints"), 50);
    }

    private FileVersions versions() {
        return new FileVersions(folder.resolve("versions"), 50);
    }

    private static EngineState state(Origin origin, String digest) {
        return new EngineState(9, 0, 0, Map.of(), Optional.empty(), HASH, digest, origin);
    }

    private static void text(Path file, String text) {
        try {
            Files.writeString(file, text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
