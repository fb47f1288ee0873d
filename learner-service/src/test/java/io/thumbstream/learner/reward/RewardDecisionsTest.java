package io.thumbstream.learner.reward;

import static org.assertj.core.api.Assertions.assertThat;

import io.thumbstream.learner.engine.Build;
import io.thumbstream.learner.engine.Counterfactual;
import io.thumbstream.learner.engine.FileCheckpoints;
import io.thumbstream.learner.engine.InputChange;
import io.thumbstream.learner.engine.InputRecord;
import io.thumbstream.learner.engine.InputRef;
import io.thumbstream.learner.engine.LoggedStep;
import io.thumbstream.learner.engine.MergedLookup;
import io.thumbstream.learner.engine.Position;
import io.thumbstream.learner.engine.Replay;
import io.thumbstream.learner.engine.StepEntry;
import io.thumbstream.learner.engine.StepHistory;
import io.thumbstream.learner.engine.StepPlan;
import io.thumbstream.learner.trust.Decision;
import io.thumbstream.learner.trust.Treatment;
import io.thumbstream.learner.trust.TrustSettings;
import io.thumbstream.learner.trust.Verdict;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Semantics locked here: decisions about people are inputs of logged steps, so that the log and the topics give the same factors and weights again,
 * and a person who is left out takes the decisions about them along.
 */
class RewardDecisionsTest {
    private static final long SEED = 5;
    private static final int ROUNDS = 24;
    private static final String HASH = "hash";
    private static final String DECISIONS = "decisions";
    private static final String GOOD = "sorry it comes tomorrow";
    private static final TrustSettings PROBED =
            TrustSettings.defaults().withProbes(List.of(new TrustSettings.Probe("", GOOD, true)));

    private final CoreBench bench = new CoreBench();
    private final List<LoggedStep> log = new ArrayList<>();
    private final List<InputRecord<RewardLabel>> records = new ArrayList<>();

    @TempDir
    @SuppressWarnings("NullAway.Init") // set by JUnit
    private Path folder;

    @AfterEach
    void close() {
        bench.close();
    }

    /** A liar who is caught, released and discarded, and a person who is discarded and let in again. */
    private List<List<InputRecord<RewardLabel>>> rounds() {
        List<List<InputRecord<RewardLabel>>> rounds = new ArrayList<>();
        for (int i = 0; i < ROUNDS; i++) {
            List<InputRecord<RewardLabel>> round = new ArrayList<>();
            round.add(label(Labels.thumb(GOOD + " " + i, i % 2, "user-" + i % 3)));
            round.add(label(Labels.thumb(GOOD, 0, "liar")));
            round.add(label(Labels.thumb("no idea " + i, 0, "user-" + (i + 1) % 3)));
            decision(i, 8, "liar", Decision.RELEASE).ifPresent(round::add);
            decision(i, 10, "user-1", Decision.DISCARD).ifPresent(round::add);
            decision(i, 14, "liar", Decision.DISCARD).ifPresent(round::add);
            decision(i, 18, "user-1", Decision.CLEAR).ifPresent(round::add);
            rounds.add(round);
        }
        return rounds;
    }

    private InputRecord<RewardLabel> label(RewardLabel label) {
        InputRecord<RewardLabel> record = Labels.record(records.size(), "label-" + records.size(), 1, label);
        records.add(record);
        return record;
    }

    private Optional<InputRecord<RewardLabel>> decision(int round, int when, String person, Decision decision) {
        if (round != when) {
            return Optional.empty();
        }
        InputRecord<RewardLabel> record = new InputRecord<>(
                new Position(DECISIONS, 0, when), "decision-" + when, 1, Labels.about(person, decision));
        records.add(record);
        return Optional.of(record);
    }

    /** Takes in round after round with a step behind each, and logs it. */
    private void live(
            RewardCore core,
            List<List<InputRecord<RewardLabel>>> rounds,
            Predicate<InputRecord<RewardLabel>> there,
            List<LoggedStep> into) {
        for (int round = 0; round < rounds.size(); round++) {
            rounds.get(round).stream().filter(there).forEach(core::accept);
            StepPlan<RewardLabel> plan =
                    core.plan(CoreBench.context(round + 1L)).orElseThrow();
            List<InputRef> inputs = plan.inputs().stream()
                    .map(input -> new InputRef(
                            input.record().position(),
                            input.record().id(),
                            input.record().revision(),
                            input.prediction(),
                            input.target()))
                    .toList();
            StepEntry entry = new StepEntry(
                    "reward/test",
                    plan.context(),
                    inputs,
                    HASH,
                    Map.of(),
                    Optional.of(core.digest()),
                    Instant.EPOCH.plusSeconds(round));
            into.add(new LoggedStep(entry, new Position("log", 0, round)));
            assertThat(core.apply(plan).skipped()).isEmpty();
        }
    }

    private StepHistory history() {
        return (after, action) -> log.stream()
                .filter(logged -> after.isEmpty()
                        || logged.position().offset() > after.get().offset())
                .forEach(action);
    }

    /** Labels from one topic, decisions from the other. */
    private MergedLookup<RewardLabel> lookup() {
        Map<Position, InputRecord<RewardLabel>> labels = new HashMap<>();
        Map<Position, InputRecord<RewardLabel>> decisions = new HashMap<>();
        records.forEach(record ->
                (record.position().topic().equals(DECISIONS) ? decisions : labels).put(record.position(), record));
        return new MergedLookup<>(
                positions -> only(labels, positions), DECISIONS, positions -> only(decisions, positions));
    }

    private static Map<Position, InputRecord<RewardLabel>> only(
            Map<Position, InputRecord<RewardLabel>> all, Iterable<Position> positions) {
        Map<Position, InputRecord<RewardLabel>> found = new HashMap<>();
        positions.forEach(
                position -> Optional.ofNullable(all.get(position)).ifPresent(record -> found.put(position, record)));
        return found;
    }

    private RewardCore open() {
        return bench.open("by-label-kind", SEED, PROBED);
    }

    private static List<Treatment> treatments(RewardCore core, String person) {
        return core.notable().stream()
                .filter(verdict -> verdict.person().equals(person))
                .map(Verdict::treatment)
                .toList();
    }

    @Test
    void shouldGiveTheSameWeightsAndVerdictsWhenTheLogIsReplayed() {
        RewardCore live = open();
        live(live, rounds(), record -> true, log);
        assertThat(treatments(live, "liar")).containsExactly(Treatment.DISCARDED);
        assertThat(treatments(live, "user-1")).doesNotContain(Treatment.DISCARDED);
        RewardCore again = open();

        Replay.Result result = replay(again, "whole", ROUNDS);

        assertThat(result.applied()).isEqualTo(ROUNDS);
        assertThat(result.compared()).isEqualTo(ROUNDS);
        assertThat(result.mismatches()).as("seed %d", SEED).isEmpty();
        assertThat(again.digest()).isEqualTo(live.digest());
        assertThat(again.notable()).isEqualTo(live.notable());
    }

    @Test
    void shouldGoOnWithTheDecisionsOfACheckpointWhenAReplayWasCut() {
        RewardCore live = open();
        live(live, rounds(), record -> true, log);
        long cut = 12;
        assertThat(replay(open(), "cut", cut).step()).isEqualTo(cut);
        RewardCore resumed = open();

        Replay.Result rest = replay(resumed, "cut", ROUNDS);

        assertThat(rest.from())
                .as("behind the release, before it is taken back")
                .isEqualTo(cut);
        assertThat(rest.mismatches()).as("seed %d", SEED).isEmpty();
        assertThat(resumed.digest()).isEqualTo(live.digest());
        assertThat(resumed.notable()).isEqualTo(live.notable());
    }

    private Replay.Result replay(RewardCore core, String name, long lastStep) {
        FileCheckpoints checkpoints = new FileCheckpoints(folder.resolve(name), 3);
        return new Replay<>(core, history(), lookup(), checkpoints, HASH, 7, Build.UNKNOWN)
                .run(lastStep, (entry, outcome) -> {});
    }

    @Test
    void shouldLearnSomethingElseWithoutTheDecisions() {
        RewardCore live = open();
        live(live, rounds(), record -> true, log);
        RewardCore undecided = open();

        InputChange<RewardLabel> without =
                record -> record.value().decision().isPresent() ? Optional.empty() : Optional.of(record);

        Counterfactual.Result result =
                new Counterfactual<>(undecided, history(), lookup(), without).run(ROUNDS, (entry, taken) -> {});

        assertThat(result.inputsLeftOut()).isEqualTo(4);
        assertThat(undecided.digest()).as("seed %d", SEED).isNotEqualTo(live.digest());
        assertThat(treatments(undecided, "liar")).containsExactly(Treatment.QUARANTINED);
    }

    @Test
    void shouldForgetAPersonWithTheDecisionsAboutThem() {
        List<List<InputRecord<RewardLabel>>> rounds = rounds();
        RewardCore everybody = open();
        live(everybody, rounds, record -> true, log);
        RewardCore never = open();
        live(never, rounds, record -> !of("liar", record), new ArrayList<>());
        RewardCore rebuilt = open();
        InputChange<RewardLabel> without = record -> of("liar", record) ? Optional.empty() : Optional.of(record);

        Counterfactual.Result result =
                new Counterfactual<>(rebuilt, history(), lookup(), without).run(ROUNDS, (entry, taken) -> {});

        assertThat(result.passedOver()).isZero();
        assertThat(rebuilt.digest())
                .as("seed %d", SEED)
                .isEqualTo(never.digest())
                .isNotEqualTo(everybody.digest());
        assertThat(rebuilt.notable()).isEqualTo(never.notable());
        assertThat(treatments(rebuilt, "liar")).isEmpty();
    }

    private static boolean of(String person, InputRecord<RewardLabel> record) {
        return record.value().userKey().equals(Optional.of(person));
    }
}
