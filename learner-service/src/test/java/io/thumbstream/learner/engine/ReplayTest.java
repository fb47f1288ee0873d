package io.thumbstream.learner.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.thumbstream.runtime.error.FatalException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Semantics locked here: the log alone gives the weights of the run, from its beginning or from where a replay was cut. */
class ReplayTest {
    private static final String HASH = "hash";
    private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

    private final Path folder;
    private final MemoryWorld world = MemoryWorld.of(60);
    private final List<String> digests = new ArrayList<>();

    ReplayTest(@TempDir Path folder) {
        this.folder = folder;
    }

    /** The live run: digests after each step, a second between steps. */
    @BeforeEach
    void live() {
        ChainCore core = new ChainCore(Crash.Plan.never());
        Instant[] now = {START};
        Clock clock = new Clock() {
            @Override
            public java.time.ZoneId getZone() {
                return ZoneOffset.UTC;
            }

            @Override
            public Clock withZone(java.time.@org.jspecify.annotations.Nullable ZoneId zone) {
                return this;
            }

            @Override
            public Instant instant() {
                return now[0];
            }
        };
        LearnerPorts<Long> ports = new LearnerPorts<>(
                world.source(),
                world.stepLog(Crash.Plan.never()),
                world.sink(Crash.Plan.never()),
                new FileCheckpoints(folder.resolve("live"), 3),
                new FileVersions(folder.resolve("versions"), 4));
        EngineSettings settings = new EngineSettings(
                "policy/test",
                "policy/test",
                7,
                HASH,
                new Cadence(3, Duration.ofHours(1)),
                new Cadence(2, Duration.ofHours(1)),
                Duration.ZERO,
                Duration.ofSeconds(5));
        EventSourcedLearner<Long> learner =
                new EventSourcedLearner<>(settings, core, ports, clock, new EngineListener() {});
        learner.recover();
        for (int i = 0; i < 80; i++) {
            if (learner.round(() -> true).isPresent()) {
                digests.add(core.digest());
                now[0] = now[0].plusSeconds(1);
            }
        }
        assertThat(digests).hasSizeGreaterThan(12);
    }

    @Test
    void shouldReachTheWeightsOfTheRunWhenReplayedFromTheBeginning() {
        ChainCore core = new ChainCore(Crash.Plan.never());
        List<String> rebuilt = new ArrayList<>();

        Replay.Result result =
                replay(core, "one", HASH).run(last(ReplayGoal.END), (entry, outcome) -> rebuilt.add(core.digest()));

        assertThat(rebuilt).isEqualTo(digests);
        assertThat(result.applied()).isEqualTo(digests.size());
        assertThat(result.compared()).as("entries that follow a checkpoint").isPositive();
        assertThat(result.mismatches()).isEmpty();
        assertThat(result.live()).isEqualTo(Duration.ofSeconds(digests.size() - 1L));
    }

    @Test
    void shouldEndAtTheStepOrTimeWanted() {
        ChainCore byStep = new ChainCore(Crash.Plan.never());
        Replay.Result five = replay(byStep, "step", HASH).run(last(ReplayGoal.step(5)), (entry, outcome) -> {});
        assertThat(five.step()).isEqualTo(5);
        assertThat(byStep.digest()).isEqualTo(digests.get(4));

        ChainCore byTime = new ChainCore(Crash.Plan.never());
        Replay.Result seven = replay(byTime, "time", HASH)
                .run(last(new ReplayGoal(Long.MAX_VALUE, START.plusSeconds(6))), (entry, outcome) -> {});
        assertThat(seven.step()).isEqualTo(7);
        assertThat(byTime.digest()).isEqualTo(digests.get(6));
    }

    @Test
    void shouldGoOnWhereItWasCut() {
        Replay.Result cut = replay(new ChainCore(Crash.Plan.never()), "cut", HASH)
                .run(last(ReplayGoal.step(7)), (entry, outcome) -> {});
        ChainCore core = new ChainCore(Crash.Plan.never());

        Replay.Result rest = replay(core, "cut", HASH).run(last(ReplayGoal.END), (entry, outcome) -> {});

        assertThat(rest.from()).isEqualTo(cut.step());
        assertThat(rest.applied()).isEqualTo(digests.size() - 7L);
        assertThat(core.digest()).isEqualTo(digests.get(digests.size() - 1));
    }

    @Test
    void shouldNotGoOnFromACheckpointThatIsNewerThanTheTimeWanted() {
        replay(new ChainCore(Crash.Plan.never()), "same", HASH).run(last(ReplayGoal.END), (entry, outcome) -> {});
        ChainCore core = new ChainCore(Crash.Plan.never());

        Replay.Result earlier = replay(core, "same", HASH)
                .run(last(new ReplayGoal(Long.MAX_VALUE, START.plusSeconds(6))), (entry, outcome) -> {});

        assertThat(earlier.step()).isEqualTo(7);
        assertThat(core.digest()).isEqualTo(digests.get(6));
    }

    @Test
    void shouldNameTheFirstStepThatDiffersWhenTheLogIsNotOfTheseWeights() {
        int tampered = withDigest();
        LoggedStep logged = world.log.get(tampered);
        StepEntry entry = logged.entry();
        world.log.set(
                tampered,
                new LoggedStep(
                        new StepEntry(
                                entry.learner(),
                                entry.context(),
                                entry.inputs(),
                                entry.configHash(),
                                entry.positions(),
                                Optional.of("0"),
                                entry.at()),
                        logged.position()));

        Replay.Result result = replay(new ChainCore(Crash.Plan.never()), "tampered", HASH)
                .run(last(ReplayGoal.END), (e, outcome) -> {});

        assertThat(result.mismatches()).singleElement().satisfies(mismatch -> {
            assertThat(mismatch.step()).isEqualTo(entry.context().step());
            assertThat(mismatch.logged()).isEqualTo("0");
            assertThat(mismatch.found()).isEqualTo(digests.get(tampered - 1));
        });
    }

    @Test
    void shouldRefuseAnotherConfigurationAndSayWhereToEnd() {
        assertThatThrownBy(() -> replay(new ChainCore(Crash.Plan.never()), "other", "other")
                        .run(last(ReplayGoal.END), (entry, outcome) -> {}))
                .isInstanceOf(FatalException.class)
                .hasMessageContaining("configuration hash, not other")
                .hasMessageContaining("--to-step 0");
    }

    @Test
    void shouldRefuseALogWhoseBeginningIsGone() {
        world.log.remove(0);
        assertThatThrownBy(() -> replay(new ChainCore(Crash.Plan.never()), "gap", HASH)
                        .run(last(ReplayGoal.END), (entry, outcome) -> {}))
                .isInstanceOf(FatalException.class)
                .hasMessageContaining("jumps from step 0 to 2");
    }

    @Test
    void shouldRefuseWhenAnInputIsGone() {
        InputRef used = world.log.get(3).entry().inputs().get(0);
        world.records.removeIf(record -> record.position().equals(used.position()));
        assertThatThrownBy(() -> replay(new ChainCore(Crash.Plan.never()), "gone", HASH)
                        .run(last(ReplayGoal.END), (entry, outcome) -> {}))
                .isInstanceOf(FatalException.class)
                .hasMessageContaining(used.position().toString());
    }

    private long last(ReplayGoal goal) {
        return goal.lastStep(world.stepLog(Crash.Plan.never()));
    }

    private int withDigest() {
        for (int i = 1; i < world.log.size(); i++) {
            if (world.log.get(i).entry().previousDigest().isPresent()) {
                return i;
            }
        }
        throw new AssertionError("no entry knows a digest");
    }

    private Replay<Long> replay(ChainCore core, String name, String hash) {
        return new Replay<>(
                core,
                world.stepLog(Crash.Plan.never()),
                world.source(),
                new FileCheckpoints(folder.resolve(name), 2),
                hash,
                4);
    }
}
