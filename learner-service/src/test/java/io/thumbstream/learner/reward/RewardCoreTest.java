package io.thumbstream.learner.reward;

import static org.assertj.core.api.Assertions.assertThat;

import io.thumbstream.learner.correct.Evidence;
import io.thumbstream.learner.correct.FeedbackKind;
import io.thumbstream.learner.engine.StepInput;
import io.thumbstream.learner.engine.StepPlan;
import io.thumbstream.model.reward.ScoreInput;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/**
 * Semantics that the log relies on: a label is predicted once, before it is first learned; a revision replaces; a
 * withdrawn label is learned no more.
 */
class RewardCoreTest {
    private static final int BATCH = CoreBench.BATCH;

    private final CoreBench bench = new CoreBench();
    private final RewardCore core = bench.open("by-label-kind", 5);
    private long steps;

    @AfterEach
    void close() {
        bench.close();
    }

    private void accept(String id, int revision, RewardLabel label) {
        core.accept(bench.logged(id, revision, label));
    }

    private Optional<StepPlan<RewardLabel>> plan() {
        return core.plan(CoreBench.context(steps + 1));
    }

    /** Plans and applies one step and returns its inputs; empty when none was planned. */
    private List<StepInput<RewardLabel>> step() {
        Optional<StepPlan<RewardLabel>> plan = plan();
        plan.ifPresent(each -> assertThat(core.apply(each).skipped()).isEmpty());
        steps++;
        return plan.map(StepPlan::inputs).orElse(List.of());
    }

    @Test
    void shouldPlanNothingWhenNothingWasSaid() {
        assertThat(plan()).isEmpty();
    }

    @Test
    void shouldLearnNewLabelsInOrderInBatches() {
        for (int i = 0; i < 6; i++) {
            accept("l" + i, 1, Labels.thumb("answer " + i, 1, "ann"));
        }

        assertThat(CoreBench.ids(step())).containsExactly("l0", "l1", "l2", "l3");
        assertThat(CoreBench.ids(step())).containsExactly("l4", "l5");
    }

    @Test
    void shouldTakeSilenceForNothingUnlessARuleSaysOtherwise() {
        RewardLabel silence =
                Labels.knownBy(Labels.thumb("no word", 0.5, "ann"), new Evidence(FeedbackKind.OUTCOME, true, 60, 1));
        accept("silence", 1, silence);
        assertThat(plan()).isEmpty();

        RewardCore ruled = bench.open("by-label-kind", 5, Labels.lateOutcomeSettings(0.5));
        ruled.accept(bench.logged("silence", 1, silence));
        StepPlan<RewardLabel> plan = ruled.plan(CoreBench.context(1)).orElseThrow();

        assertThat(plan.inputs()).singleElement().satisfies(input -> assertThat(input.prediction())
                .as("silence is no test of a prediction")
                .isEmpty());
        double before = mean(ruled.scores(silence.items())[0]);
        assertThat(ruled.apply(plan).skipped()).isEmpty();
        assertThat(mean(ruled.scores(silence.items())[0])).isLessThan(before);
    }

    @Test
    void shouldPredictBeforeItLearns() {
        RewardLabel label = Labels.thumb("so sorry, it comes tomorrow", 1, "ann");
        accept("l", 1, label);
        String before = core.digest();
        StepInput<RewardLabel> first = plan().orElseThrow().inputs().get(0);
        double untrained = Logits.sigmoid(mean(core.scores(label.items())[0]));

        assertThat(first.prediction().orElseThrow()).isEqualTo(untrained);
        assertThat(first.target()).hasValue(1);
        assertThat(core.digest()).as("planning changes nothing").isEqualTo(before);

        assertThat(step().get(0).prediction()).hasValue(untrained);
        assertThat(core.digest()).isNotEqualTo(before);
        assertThat(Logits.sigmoid(mean(core.scores(label.items())[0]))).isGreaterThan(untrained);
    }

    @Test
    void shouldPredictOnceHoweverOftenItLearns() {
        for (int i = 0; i < BATCH; i++) {
            accept("l" + i, 1, Labels.thumb("answer " + i, 1, "ann"));
        }
        assertThat(step()).hasSize(BATCH).allMatch(input -> input.prediction().isPresent());
        for (int use = 2; use <= CoreBench.USES; use++) {
            assertThat(step()).hasSize(BATCH).allMatch(input -> input.prediction()
                    .isEmpty());
        }
        assertThat(step()).as("each had its share").isEmpty();
    }

    @Test
    void shouldLearnTheRevisionInsteadWhenALabelChanges() {
        accept("l", 1, Labels.thumb("sorry", 1, "ann"));
        accept("l", 2, Labels.thumb("sorry", 0, "ann"));

        List<StepInput<RewardLabel>> inputs = step();
        assertThat(CoreBench.ids(inputs)).containsExactly("l");
        assertThat(inputs.get(0).record().revision()).isEqualTo(2);
        assertThat(inputs.get(0).target()).hasValue(0);

        accept("l", 3, Labels.thumb("sorry", 1, "ann"));
        List<StepInput<RewardLabel>> changed = step();
        assertThat(changed.get(0).record().revision()).isEqualTo(3);
        assertThat(changed.get(0).prediction()).as("it was tested already").isEqualTo(OptionalDouble.empty());
    }

    @Test
    void shouldLearnNoMoreWhenALabelIsWithdrawn() {
        RewardLabel withdrawn = Labels.weighing(Labels.thumb("any", 1, "ann"), 0);
        accept("never", 1, Labels.thumb("any", 1, "ann"));
        accept("never", 2, withdrawn);
        for (int i = 0; i < BATCH; i++) {
            accept("l" + i, 1, Labels.thumb("answer " + i, 1, "ann"));
        }
        assertThat(CoreBench.ids(step())).containsExactly("l0", "l1", "l2", "l3");
        accept("l0", 2, withdrawn);
        accept("l4", 1, Labels.thumb("answer 4", 1, "ann"));
        List<String> learned = new ArrayList<>();
        for (List<StepInput<RewardLabel>> inputs = step(); !inputs.isEmpty(); inputs = step()) {
            learned.addAll(CoreBench.ids(inputs));
        }

        assertThat(learned).contains("l1", "l2", "l3", "l4").doesNotContain("l0", "never");
        assertThat(learned).as("l4, then twice all four").hasSize(1 + 2 * BATCH);
    }

    @Test
    void shouldIgnoreKindsThatTheObjectiveDoesNotUnderstand() {
        RewardCore thumbsOnly = bench.open("binary-logistic", 5);
        thumbsOnly.accept(bench.logged("pair", 1, Labels.pair("sorry", "no", 1, "ann")));
        assertThat(thumbsOnly.plan(CoreBench.context(1))).isEmpty();

        thumbsOnly.accept(bench.logged("thumb", 1, Labels.thumb("sorry", 1, "ann")));
        assertThat(thumbsOnly.plan(CoreBench.context(1)).map(StepPlan::inputs).map(CoreBench::ids))
                .hasValue(List.of("thumb"));
    }

    @Test
    void shouldPreferWhatPeoplePrefer() {
        for (int i = 0; i < 60; i++) {
            accept("pair" + i, 1, Labels.pair("sorry it comes tomorrow", "no idea wait", 1, "user-" + i % 7));
            accept(
                    "thumb" + i,
                    1,
                    Labels.thumb(i % 2 == 0 ? "sorry it comes tomorrow" : "no idea wait", 1 - i % 2, ""));
        }
        for (int i = 0; i < 30; i++) {
            assertThat(step()).isNotEmpty();
        }

        double[][] scores = core.scores(List.of(
                new ScoreInput("user: where", "sorry it comes tomorrow"),
                new ScoreInput("user: where", "no idea wait")));
        assertThat(mean(scores[0]) - mean(scores[1]))
                .as("log-odds on another prompt")
                .isGreaterThan(1);
        assertThat(scores[0][0]).as("members disagree").isNotEqualTo(scores[0][1]);
    }

    private static double mean(double[] values) {
        return (values[0] + values[1]) / 2;
    }
}
