package io.thumbstream.learner.reward;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.thumbstream.learner.engine.InputRecord;
import io.thumbstream.learner.engine.StepInput;
import io.thumbstream.learner.engine.StepOutcome;
import io.thumbstream.learner.engine.StepPlan;
import io.thumbstream.model.reward.ScoreInput;
import io.thumbstream.runtime.catalog.TechniqueChoice;
import io.thumbstream.runtime.error.ConfigException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A reward learner that learns from its own judgement: how much of it, when, and the same in every replay. */
class CoAdaptationTest {
    private static final int BATCH = CoreBench.BATCH;
    private static final String ROUND = "own-round";
    private static final String OPEN = "own-open";
    private static final String PAIRS = "own-pairs";

    private final CoreBench bench = new CoreBench();

    @TempDir
    @SuppressWarnings("NullAway.Init") // set by JUnit
    private Path folder;

    @AfterEach
    void close() {
        bench.close();
    }

    /** Rounds of four pairs without a gate, half of every step people's. */
    private static CoAdaptationLoop.Settings rounds(int leastAudits, CoAdaptationLoop.Restart restart) {
        return new CoAdaptationLoop.Settings(
                true, TechniqueChoice.of("group-extremes-builder"), BATCH, 0, 3, 0.5, leastAudits, 1, restart);
    }

    private RewardCore open(int leastAudits) {
        return bench.open(rounds(leastAudits, CoAdaptationLoop.Restart.CONTINUE), 5);
    }

    private void thumbs(RewardCore core, String name, int count) {
        for (int i = 0; i < count; i++) {
            core.accept(bench.logged(name + i, 1, Labels.thumb("answer " + name + i, i % 2, "ann")));
        }
    }

    /** Groups of two answers, the first of which the reward model likes better. */
    private void groups(RewardCore core, String name, int count) {
        for (int i = 0; i < count; i++) {
            String group = name + i;
            core.accept(bench.logged(group + "/own/0", 1, Labels.own(group, "good parcel " + group, 0.8, 1)));
            core.accept(bench.logged(group + "/own/1", 1, Labels.own(group, "no idea " + group, 0.3, 1)));
        }
    }

    private static StepPlan<RewardLabel> plan(RewardCore core, long step) {
        return core.plan(CoreBench.context(step)).orElseThrow();
    }

    private static List<String> own(StepPlan<RewardLabel> plan) {
        return CoreBench.ids(plan.inputs()).stream()
                .filter(id -> id.contains("/own/"))
                .toList();
    }

    @Test
    void shouldIgnoreItsOwnJudgementUnlessItIsAskedToLearnFromIt() {
        RewardCore deaf = bench.open("by-label-kind", 5);
        groups(deaf, "g", 6);

        assertThat(deaf.plan(CoreBench.context(1))).isEmpty();

        thumbs(deaf, "t", BATCH);
        StepPlan<RewardLabel> plan = plan(deaf, 1);
        assertThat(CoreBench.ids(plan.inputs())).containsExactly("t0", "t1", "t2", "t3");
        assertThat(deaf.apply(plan).measures()).doesNotContainKey(OPEN);
    }

    @Test
    void shouldPutNoMoreOwnPairsBesidePeoplesLabelsThanTheShareAllows() {
        RewardCore core = open(0);
        groups(core, "g", 6);
        thumbs(core, "t", BATCH);

        StepPlan<RewardLabel> plan = plan(core, 1);

        // the newest group is not known to be whole
        assertThat(own(plan))
                .containsExactly(
                        "g4/own/0", "g4/own/1", "g3/own/0", "g3/own/1", "g2/own/0", "g2/own/1", "g1/own/0", "g1/own/1");
        assertThat(plan.inputs())
                .filteredOn(input -> input.record().value().provenance().own())
                .as("predictions are of people's labels alone")
                .allMatch(input -> input.prediction().isEmpty());
    }

    @Test
    void shouldLearnItsOwnPairsOnlyAfterARoundWasForeseen() {
        RewardCore core = open(0);
        RewardCore without = bench.open("by-label-kind", 5);
        groups(core, "g", 7);
        thumbs(core, "t", BATCH);
        thumbs(without, "t", BATCH);

        StepOutcome first = core.apply(plan(core, 1));
        assertThat(without.apply(plan(without, 1)).skipped()).isEmpty();

        assertThat(first.samples()).isEqualTo(BATCH);
        assertThat(first.measures())
                .containsEntry(PAIRS, 0.0)
                .containsEntry(ROUND, 1.0)
                .containsEntry(OPEN, 1.0);
        assertThat(core.digest()).as("nothing of its own was learned").isEqualTo(without.digest());

        thumbs(core, "u", BATCH);
        thumbs(without, "u", BATCH);
        StepPlan<RewardLabel> second = plan(core, 2);
        assertThat(own(second)).hasSize(4);
        assertThat(core.apply(second).measures()).containsEntry(PAIRS, 2.0);
        assertThat(without.apply(plan(without, 2)).skipped()).isEmpty();
        assertThat(core.digest()).isNotEqualTo(without.digest());
    }

    @Test
    void shouldFallBackOnPeopleWhenTooFewOfThemSpoke() {
        RewardCore core = open(BATCH + 1);
        groups(core, "g", 10);
        thumbs(core, "t", BATCH);
        Map<String, Double> first = core.apply(plan(core, 1)).measures();

        assertThat(first).containsEntry(OPEN, 0.0).containsEntry("own-fall-backs", 1.0);

        thumbs(core, "u", BATCH);
        assertThat(core.apply(plan(core, 2)).measures()).containsEntry(PAIRS, 0.0);
    }

    @Test
    void shouldRehearsePeoplesLabelsBesideItsOwnWhenTheyAreSilent() {
        RewardCore core = open(0);
        thumbs(core, "t", BATCH);
        CoreBench.drain(core, 1);
        assertThat(core.plan(CoreBench.context(9)))
                .as("each had its share of uses")
                .isEmpty();

        groups(core, "g", 2);
        assertThat(core.plan(CoreBench.context(9)))
                .as("one whole group makes one of two pairs, which is half")
                .isPresent();
        StepPlan<RewardLabel> plan = plan(core, 9);

        assertThat(own(plan)).containsExactly("g0/own/0", "g0/own/1");
        assertThat(CoreBench.ids(plan.inputs())).hasSize(4);
        assertThat(core.apply(plan).skipped()).isEmpty();
        assertThat(core.plan(CoreBench.context(10))).isEmpty();
    }

    @Test
    void shouldBeginOpenRoundsWithTheFirstWeightsWhenAsked() {
        RewardCore core = bench.open(rounds(0, CoAdaptationLoop.Restart.BASE), 5);
        List<ScoreInput> asked = List.of(new ScoreInput("user: where is my parcel", "answer t1"));
        double[][] untrained = core.scores(asked);
        groups(core, "g", 6);
        thumbs(core, "t", BATCH);
        StepPlan<RewardLabel> first = plan(core, 1);

        assertThat(core.apply(first).measures()).containsEntry(OPEN, 1.0);
        assertThat(core.scores(asked)).isDeepEqualTo(untrained);

        StepPlan<RewardLabel> again = plan(core, 2);
        assertThat(CoreBench.ids(again.inputs())).startsWith("t0", "t1", "t2", "t3");
        assertThat(again.inputs()).as("they were foreseen once").allMatch(input -> input.prediction()
                .isEmpty());
        assertThat(own(again)).isEqualTo(own(first));
        assertThat(core.apply(again).measures())
                .as("a group counts for one round alone")
                .containsEntry(ROUND, 1.0)
                .containsEntry(PAIRS, 4.0);
        assertThat(core.scores(asked)[0]).isNotEqualTo(untrained[0]);
    }

    @Test
    void shouldRefuseToBeginAnewWithATrunkThatCannot() {
        CoAdaptationLoop.Settings base = rounds(0, CoAdaptationLoop.Restart.BASE);
        try (FixedTrunk trunk = new FixedTrunk(Map.of(), true)) {
            assertThatThrownBy(() -> new CoAdaptation(base, trunk))
                    .isInstanceOf(ConfigException.class)
                    .hasMessageContaining("fixed trunk cannot begin anew");
        }
    }

    /** People's labels and own answers mixed, with a step after each; the plans that were taken. */
    private List<StepPlan<RewardLabel>> run(RewardCore core, List<InputRecord<RewardLabel>> records, long firstStep) {
        List<StepPlan<RewardLabel>> plans = new ArrayList<>();
        for (InputRecord<RewardLabel> record : records) {
            core.accept(record);
            Optional<StepPlan<RewardLabel>> plan = core.plan(CoreBench.context(firstStep + plans.size()));
            plan.ifPresent(each -> {
                assertThat(core.apply(each).skipped()).isEmpty();
                plans.add(each);
            });
        }
        return plans;
    }

    private List<InputRecord<RewardLabel>> stream(long seed, int count) {
        SplittableRandom random = new SplittableRandom(seed);
        List<InputRecord<RewardLabel>> records = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            String group = "g" + seed + "-" + i;
            RewardLabel said = i % 2 == 0
                    ? Labels.thumb("parcel " + i, i % 3 / 2.0, "ann")
                    : Labels.pair("sorry " + i, "wait " + i, 1, "bob");
            records.add(bench.logged("l" + group, 1, said));
            records.add(bench.logged(group + "/own/0", 1, Labels.own(group, "parcel " + i, random.nextDouble(), i)));
            records.add(bench.logged(group + "/own/1", 1, Labels.own(group, "tomorrow " + i, random.nextDouble(), i)));
        }
        return records;
    }

    @Test
    void shouldFindTheSameWeightsFromTheLoggedStepsAlone() {
        for (CoAdaptationLoop.Restart restart : CoAdaptationLoop.Restart.values()) {
            RewardCore live = bench.open(rounds(0, restart), 5);
            List<StepPlan<RewardLabel>> plans = run(live, stream(7, 60), 1);
            RewardCore replayed = bench.open(rounds(0, restart), 5);

            double learned = 0;
            for (StepPlan<RewardLabel> plan : plans) {
                learned += replayed.apply(plan).measures().getOrDefault(PAIRS, 0.0);
            }

            assertThat(learned).as("seed 7, %s", restart).isPositive();
            assertThat(replayed.digest()).as("seed 7, %s", restart).isEqualTo(live.digest());
        }
    }

    @Test
    void shouldGoOnBitForBitWhenRestoredFromASnapshot() {
        RewardCore core = open(0);
        int taken = run(core, stream(3, 40), 1).size();
        core.snapshot(folder);
        RewardCore restored = bench.open(rounds(0, CoAdaptationLoop.Restart.CONTINUE), 99);

        restored.restore(folder, bench.lookup(position -> true));

        List<InputRecord<RewardLabel>> after = stream(4, 40);
        assertThat(run(restored, after, taken + 1L)).isEqualTo(run(core, after, taken + 1L));
        assertThat(restored.digest()).isEqualTo(core.digest());
    }

    @Test
    void shouldKeepTheShareWhenPeoplesLabelsAreLeftOut() {
        RewardCore core = open(0);
        groups(core, "g", 6);
        thumbs(core, "t", BATCH);
        List<StepInput<RewardLabel>> inputs = plan(core, 1).inputs();

        List<StepInput<RewardLabel>> half = core.revised(inputs.subList(2, inputs.size()));

        assertThat(CoreBench.ids(half)).containsExactly("t2", "t3", "g4/own/0", "g4/own/1", "g3/own/0", "g3/own/1");
        assertThat(core.revised(inputs.subList(BATCH, inputs.size()))).isEmpty();
        assertThat(CoreBench.ids(bench.open("by-label-kind", 5).revised(inputs)))
                .containsExactly("t0", "t1", "t2", "t3");
    }
}
