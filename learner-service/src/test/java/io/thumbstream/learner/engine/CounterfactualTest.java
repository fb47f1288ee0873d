package io.thumbstream.learner.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.thumbstream.runtime.error.FatalException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Semantics locked here: unchanged inputs give the weights of the run; what is left out leaves nothing behind, also when the run is
 * taken up at a snapshot in its middle.
 */
class CounterfactualTest {
    private static final String HASH = EngineRig.HASH;

    private final Path folder;
    private final MemoryWorld world = MemoryWorld.of(60);
    private final ChainCore live = new ChainCore(Crash.Plan.never());
    private final List<String> digests = new ArrayList<>();

    CounterfactualTest(@TempDir Path folder) {
        this.folder = folder;
    }

    @BeforeEach
    void run() {
        EventSourcedLearner<Long> learner = learner(live, new FileCheckpoints(folder.resolve("live"), 30));
        learner.recover();
        for (int i = 0; i < 80; i++) {
            if (learner.round(() -> true).isPresent()) {
                digests.add(live.digest());
            }
        }
        assertThat(digests).hasSizeGreaterThan(12);
    }

    @Test
    void shouldGiveTheWeightsOfTheRunWhenNothingIsChanged() {
        ChainCore core = new ChainCore(Crash.Plan.never());
        List<String> again = new ArrayList<>();

        Counterfactual.Result result = counterfactual(core, InputChange.none())
                .run(Long.MAX_VALUE, (entry, taken) -> again.add(core.digest()));

        assertThat(again).isEqualTo(digests);
        assertThat(result.applied()).isEqualTo(digests.size());
        assertThat(result.inputsLeftOut()).isZero();
        assertThat(result.firstChanged()).isEmpty();
    }

    @Test
    void shouldKeepTheWeightsUpToTheFirstStepThatIsChanged() {
        String id = world.log.get(5).entry().inputs().get(1).id();
        ChainCore core = new ChainCore(Crash.Plan.never());
        List<String> again = new ArrayList<>();

        Counterfactual.Result result = counterfactual(core, without(Set.of(id)))
                .run(Long.MAX_VALUE, (entry, taken) -> again.add(core.digest()));

        assertThat(result.firstChanged()).hasValue(6);
        assertThat(result.inputsLeftOut()).isPositive();
        assertThat(again.subList(0, 5)).isEqualTo(digests.subList(0, 5));
        assertThat(again.get(5)).isNotEqualTo(digests.get(5));
    }

    @Test
    void shouldLeaveOutWhatIsOfAnErasedPersonAsIfTheChangeDid() {
        String id = world.log.get(5).entry().inputs().get(1).id();
        ChainCore asked = new ChainCore(Crash.Plan.never());
        Counterfactual.Result wanted =
                counterfactual(asked, without(Set.of(id))).run(Long.MAX_VALUE, (entry, taken) -> {});
        world.erased.add(id);

        ChainCore core = new ChainCore(Crash.Plan.never());
        Counterfactual.Result result =
                counterfactual(core, InputChange.none()).run(Long.MAX_VALUE, (entry, taken) -> {});

        assertThat(core.digest()).isEqualTo(asked.digest());
        assertThat(result).isEqualTo(wanted);
    }

    @Test
    void shouldPassOverAStepThatKeepsNoInput() {
        Set<String> ids = new HashSet<>();
        world.log.get(4).entry().inputs().forEach(input -> ids.add(input.id()));
        ChainCore core = new ChainCore(Crash.Plan.never());
        List<Long> passedOver = new ArrayList<>();

        Counterfactual.Result result = counterfactual(core, without(ids)).run(Long.MAX_VALUE, (entry, taken) -> {
            if (taken.isEmpty()) {
                passedOver.add(entry.context().step());
            }
        });

        assertThat(passedOver).contains(5L);
        assertThat(result.passedOver()).isEqualTo(passedOver.size());
        assertThat(result.applied() + result.passedOver()).isEqualTo(digests.size());
    }

    @Test
    void shouldLeaveACheckpointFromWhichALearnerGoesOn() {
        String id = world.log.get(5).entry().inputs().get(1).id();
        ChainCore core = new ChainCore(Crash.Plan.never());
        Counterfactual<Long> again = counterfactual(core, without(Set.of(id)))
                .following(world.source(), Duration.ZERO, Duration.ofSeconds(5), Clock.systemUTC());
        Counterfactual.Result result = again.run(Long.MAX_VALUE, (entry, taken) -> {});
        FileCheckpoints rebuilt = new FileCheckpoints(folder.resolve("rebuilt"), 1);
        again.checkpoint(rebuilt, 40, HASH, Build.UNKNOWN);
        FileCheckpoints old = new FileCheckpoints(folder.resolve("live"), 3);

        ChainCore next = new ChainCore(Crash.Plan.never());
        EventSourcedLearner<Long> learner = learner(next, new ErasedCheckpoints(old, rebuilt));
        Recovery recovery = learner.recover();

        assertThat(next.digest()).as("not the weights of the run").isEqualTo(core.digest());
        assertThat(next.digest()).isNotEqualTo(live.digest());
        assertThat(learner.step()).isEqualTo(result.step());
        assertThat(recovery.version()).isEqualTo(40);
        assertThat(learner.positions())
                .isEqualTo(world.log.get(world.log.size() - 1).entry().positions());
        MemoryWorld more = MemoryWorld.of(90);
        world.records.addAll(more.records.subList(60, 90));
        EngineRig.rounds(learner, 40);
        assertThat(learner.step()).as("it learns on").isGreaterThan(result.step());
    }

    @Test
    void shouldGiveTheSameFromTheNewestSnapshotBeforeWhatIsLeftOut() {
        InputRecord<Long> person = world.records.get(41);
        Set<String> ids = Set.of(person.id());
        ChainCore fromZero = new ChainCore(Crash.Plan.never());
        Counterfactual<Long> whole = following(counterfactual(fromZero, without(ids)));
        Counterfactual.Result wanted = whole.run(Long.MAX_VALUE, (entry, taken) -> {});

        ChainCore core = new ChainCore(Crash.Plan.never());
        RebuildStart start = start(core, Touched.of(List.of(person.position())));
        Counterfactual<Long> again =
                following(counterfactual(core, without(ids)).startingAt(start, HASH, Build.UNKNOWN));
        List<Long> looked = new ArrayList<>();
        Counterfactual.Result result = again.run(
                Long.MAX_VALUE, (entry, taken) -> looked.add(entry.context().step()));

        assertThat(start.step()).isEqualTo(newestCheckpointBefore(person.position()));
        assertThat(start.digest()).isEqualTo(digests.get((int) start.step() - 1));
        assertThat(start.why()).contains("inputs-1@20");
        assertThat(looked).startsWith(start.step() + 1).endsWith((long) digests.size());
        assertThat(core.digest()).isEqualTo(fromZero.digest()).isNotEqualTo(live.digest());
        assertThat(result.firstChanged()).isEqualTo(wanted.firstChanged()).isPresent();
        assertThat(result.inputsLeftOut()).isEqualTo(wanted.inputsLeftOut());
        assertThat(result.step()).isEqualTo(wanted.step());
        assertThat(stateAfter(again, "short")).isEqualTo(stateAfter(whole, "whole"));
    }

    @Test
    void shouldBeginBeforeTheFirstStepWhenEverySnapshotHoldsWhatIsLeftOut() {
        ChainCore core = new ChainCore(Crash.Plan.never());
        String base = core.digest();

        RebuildStart start = start(core, Touched.of(List.of(world.records.get(0).position())));

        assertThat(start.snapshot()).isEmpty();
        assertThat(start.step()).isZero();
        assertThat(start.digest()).isEqualTo(base);
        assertThat(start.why()).contains("no kept snapshot will do", "inputs-0@0");
    }

    @Test
    void shouldNotBeginAtASnapshotOfOtherSettings() {
        RebuildStart start = RebuildStart.newest(
                new FileCheckpoints(folder.resolve("live"), 30), new Touched(Map.of()), "others", "base");

        assertThat(start.step()).isZero();
        assertThat(start.why()).contains("were written under other settings");
    }

    @Test
    void shouldBeginAtTheNewestSnapshotWhenNothingIsTouched() {
        RebuildStart start = start(new ChainCore(Crash.Plan.never()), new Touched(Map.of()));

        assertThat(start.step()).isEqualTo(digests.size() / 3 * 3L);
        assertThat(start.why()).contains("none in the topic");
    }

    @Test
    void shouldRefuseToReplayStepsThatHoldWhatWasErased() {
        ChainCore core = new ChainCore(Crash.Plan.never());
        Counterfactual<Long> again = counterfactual(core, InputChange.none());
        Counterfactual.Result result = again.run(Long.MAX_VALUE, (entry, taken) -> {});
        FileCheckpoints rebuilt = new FileCheckpoints(folder.resolve("rebuilt"), 1);
        again.checkpoint(rebuilt, 40, HASH, Build.UNKNOWN);
        LearnerCheckpoints floored = new ErasedCheckpoints(new FileCheckpoints(folder.resolve("own"), 1), rebuilt);
        Replay<Long> replay = new Replay<>(
                new ChainCore(Crash.Plan.never()), world.stepLog(Crash.Plan.never()), world.source(), floored, HASH, 5);

        assertThatThrownBy(() -> replay.run(result.step() - 1, (entry, outcome) -> {}))
                .isInstanceOf(FatalException.class)
                .hasMessageContaining("was erased");
    }

    @Test
    void shouldNotGoOnWithoutTheRebuiltCheckpoint() {
        LearnerCheckpoints floored = new ErasedCheckpoints(
                new FileCheckpoints(folder.resolve("live"), 3), new FileCheckpoints(folder.resolve("gone"), 1));

        assertThatThrownBy(floored::newestFirst)
                .isInstanceOf(FatalException.class)
                .hasMessageContaining("run the erasure again");
    }

    @Test
    void shouldRefuseALogWhoseBeginningIsGone() {
        world.log.remove(0);

        assertThatThrownBy(() -> counterfactual(new ChainCore(Crash.Plan.never()), InputChange.none())
                        .run(Long.MAX_VALUE, (entry, taken) -> {}))
                .isInstanceOf(FatalException.class)
                .hasMessageContaining("jumps from step 0 to 2");
    }

    private RebuildStart start(ChainCore core, Touched touched) {
        return RebuildStart.newest(new FileCheckpoints(folder.resolve("live"), 30), touched, HASH, core.digest());
    }

    /** By the log: a checkpoint is taken with every third step, when the learner has accepted what the entry of the step says. */
    private long newestCheckpointBefore(Position position) {
        return world.log.stream()
                .map(LoggedStep::entry)
                .filter(entry -> entry.context().step() % 3 == 0)
                .filter(entry -> entry.positions().getOrDefault(position.in(), 0L) <= position.offset())
                .mapToLong(entry -> entry.context().step())
                .max()
                .orElseThrow();
    }

    private Counterfactual<Long> following(Counterfactual<Long> counterfactual) {
        return counterfactual.following(world.source(), Duration.ZERO, Duration.ofSeconds(5), Clock.systemUTC());
    }

    /** Weights, buffer and positions that a learner goes on from. */
    private List<String> stateAfter(Counterfactual<Long> counterfactual, String name) {
        FileCheckpoints rebuilt = new FileCheckpoints(folder.resolve(name), 1);
        counterfactual.checkpoint(rebuilt, 40, HASH, Build.UNKNOWN);
        Path directory = rebuilt.newestFirst().get(0);
        return Stream.of("weights", "buffer", EngineStateFile.NAME)
                .map(file -> text(directory.resolve(file)))
                .toList();
    }

    private static String text(Path file) {
        try {
            return Files.readString(file, StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Counterfactual<Long> counterfactual(ChainCore core, InputChange<Long> change) {
        return new Counterfactual<>(core, world.stepLog(Crash.Plan.never()), world.source(), change);
    }

    private static InputChange<Long> without(Set<String> ids) {
        return record -> ids.contains(record.id()) ? Optional.empty() : Optional.of(record);
    }

    private EventSourcedLearner<Long> learner(ChainCore core, LearnerCheckpoints checkpoints) {
        return EngineRig.learner(
                world, core, checkpoints, new FileVersions(folder.resolve("versions"), 4), Clock.systemUTC());
    }
}
