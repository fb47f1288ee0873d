package io.thumbstream.learner.reward;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import io.thumbstream.learner.correct.ConfiguredCorrections;
import io.thumbstream.learner.correct.CorrectionSettings;
import io.thumbstream.learner.engine.StepPlan;
import io.thumbstream.model.reward.ScoreInput;
import io.thumbstream.model.tensor.Grad;
import io.thumbstream.model.tensor.Owned;
import io.thumbstream.model.tensor.StepScope;
import io.thumbstream.runtime.catalog.Signal;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The order a, b, c, d place by place, for a member whose scores have the exponentials 4, 3, 2, 1 and one to whom all are alike. */
class PlackettLuceTest {
    private static final List<RewardLabel> ORDER =
            List.of(Labels.best("", "a", "b", "c", "d"), Labels.best("", "b", "c", "d"), Labels.pair("c", "d", 1, ""));
    /** Of a, b, c and d. */
    private static final float[] SCORES = {
        (float) Math.log(4), 0.5f, (float) Math.log(3), 0.5f, (float) Math.log(2), 0.5f, 0, 0.5f
    };
    /** Which answer each input is. */
    private static final int[] ANSWERS = {0, 1, 2, 3, 1, 2, 3, 2, 3};

    private final NDManager manager = NDManager.newBaseManager();

    @BeforeEach
    void gradientsOff() {
        Grad.prepareThread();
    }

    @AfterEach
    void close() {
        manager.close();
    }

    /** Loss, and its slope by the score of each answer. */
    @SuppressWarnings("ArrayRecordComponent")
    private record Slopes(float loss, float[] scores) {}

    private static LabelBatch batch(double first, double second) {
        double[] weights = {first, second};
        return new LabelBatch(ORDER, new double[][] {weights, weights, weights});
    }

    /** An answer has one score wherever it stands. */
    private Slopes evaluate(RewardObjective objective, float[] scores, LabelBatch batch) {
        int members = batch.members();
        float[] inputs = new float[ANSWERS.length * members];
        for (int i = 0; i < inputs.length; i++) {
            inputs[i] = scores[ANSWERS[i / members] * members + i % members];
        }
        try (StepScope scope = StepScope.open(manager)) {
            NDArray leaf = Owned.of(scope.manager(), inputs, new Shape(ANSWERS.length, members));
            leaf.setRequiresGradient(true);
            RewardLoss loss = Grad.enabled(() -> {
                RewardLoss value = objective.evaluate(Margins.of(leaf, batch), batch);
                Grad.backward(value.loss());
                return value;
            });
            float[] byInput = Grad.of(leaf).toFloatArray();
            float[] byAnswer = new float[scores.length];
            for (int i = 0; i < byInput.length; i++) {
                byAnswer[ANSWERS[i / members] * members + i % members] += byInput[i];
            }
            return new Slopes(loss.loss().getFloat(), byAnswer);
        }
    }

    /**
     * To the first member the order has the probability 4/10 3/6 2/3 = 2/15, to the second 1/24. Slopes are the shares of the answers at each place
     * less 1 for the one that was taken: of a 0.4 - 1, of b 0.3 + 0.5 - 1, of c 0.2 + 1/3 + 2/3 - 1, of d 0.1 + 1/6 + 1/3.
     */
    @Test
    void shouldBeTheNegativeLogLikelihoodOfTheOrder() {
        for (String name : List.of("plackett-luce", "by-label-kind")) {
            RewardObjective objective = name.equals("plackett-luce")
                    ? new PlackettLuce()
                    : new ByLabelKind(new ByLabelKind.Settings(
                            PreferenceRewardObjective.Settings.said(TieModel.HALF, 1),
                            BinaryRewardObjective.Settings.defaults()));
            Slopes slopes = evaluate(objective, SCORES, batch(1, 0.5));

            assertThat((double) slopes.loss()).as(name).isCloseTo(Math.log(7.5) + 0.5 * Math.log(24), within(1e-5));
            assertThat(slopes.scores())
                    .as(name)
                    .containsExactly(
                            new float[] {
                                -0.6f,
                                0.5f * (1 / 4f - 1),
                                -0.2f,
                                0.5f * (1 / 4f + 1 / 3f - 1),
                                0.2f,
                                0.5f * (1 / 4f + 1 / 3f + 1 / 2f - 1),
                                0.6f,
                                0.5f * (1 / 4f + 1 / 3f + 1 / 2f)
                            },
                            within(1e-5f));
        }
    }

    @Test
    void shouldAgreeWithFiniteDifferences() {
        float[] scores = {0.3f, -1, 0.9f, 0.2f, -0.4f, 1.5f, 0.1f, 0};
        LabelBatch batch = batch(1, 0.7);
        Slopes slopes = evaluate(new PlackettLuce(), scores, batch);
        float step = 1e-2f;
        for (int i = 0; i < scores.length; i++) {
            float[] above = scores.clone();
            above[i] += step;
            float[] below = scores.clone();
            below[i] -= step;
            double slope = (evaluate(new PlackettLuce(), above, batch).loss()
                            - evaluate(new PlackettLuce(), below, batch).loss())
                    / (2.0 * step);
            assertThat((double) slopes.scores()[i]).as("score %d", i).isCloseTo(slope, within(1e-2));
        }
    }

    /** The last score leads by 2,000: three places are wrong by 2,000, 2,000 and 2,000; the other way round none is. */
    @Test
    void shouldStayFiniteHoweverFarScoresAreApart() {
        LabelBatch batch = new LabelBatch(ORDER, new double[][] {{1}, {1}, {1}});
        Slopes wrong = evaluate(new PlackettLuce(), new float[] {0, 0, 0, 2000}, batch);
        Slopes right = evaluate(new PlackettLuce(), new float[] {6000, 4000, 2000, 0}, batch);

        assertThat(wrong.loss()).isCloseTo(6000f, within(1e-2f));
        assertThat(wrong.scores()).containsExactly(new float[] {-1, -1, -1, 3}, within(1e-5f));
        assertThat(right.loss()).isCloseTo(0f, within(1e-6f));
        assertThat(right.scores()).containsExactly(new float[4], within(1e-5f));
    }

    @Test
    void shouldForetellWhoIsBestOfSeveral() {
        double[][] scores = {{Math.log(4), 0}, {Math.log(3), 0}, {Math.log(2), 0}, {0, 0}};
        LabelBatch first = new LabelBatch(ORDER.subList(0, 1), new double[][] {{1, 1}});

        // odds of 4 to 6 and of 1 to 3
        double margin = (Math.log(4.0 / 6) + Math.log(1.0 / 3)) / 2;
        assertThat(Margins.of(ORDER.get(0), scores, 0)).isCloseTo(margin, within(1e-12));
        try (StepScope scope = StepScope.open(manager)) {
            float[] flat = {(float) Math.log(4), 0, (float) Math.log(3), 0, (float) Math.log(2), 0, 0, 0};
            NDArray margins = Margins.of(Owned.of(scope.manager(), flat, new Shape(4, 2)), first);
            assertThat(margins.toFloatArray())
                    .containsExactly(new float[] {(float) Math.log(4.0 / 6), (float) Math.log(1.0 / 3)}, within(1e-5f));
        }
        assertThat(new PlackettLuce().probability(LabelKind.BEST, Math.log(4.0 / 6)))
                .isCloseTo(0.4, within(1e-12));
    }

    /** Exponentials 3, 1 and 1: the first is best with 3/5. */
    @Test
    void shouldHandEachAnswerItsSlopeBesideLabelsOfOtherKinds() {
        FixedTrunk trunk = new FixedTrunk(Map.of("good", Math.log(3), "fair", 0.0, "poor", 0.0), true);
        PeopleEffects people = new PeopleEffects(new PeopleEffects.Settings(0.3, 0.1, 0.1, 10));
        ConfiguredCorrections none = new ConfiguredCorrections(CorrectionSettings.none());
        RewardObjective objective = RewardObjectives.CATALOG.create("by-label-kind");
        RewardLabel best = Labels.best("", "good", "fair", "poor");
        double[] weights = BootstrapWeights.of("place", 2, 1);
        double[] thumbs = BootstrapWeights.of("thumb", 2, 1);
        try (RewardTrainer trainer = new RewardTrainer(trunk, objective, people, none)) {
            assertThat(trainer.predict(List.of(Labels.thumb("fair", 1, ""), best, Labels.thumb("good", 1, ""))))
                    .containsExactly(new double[] {0.5, 0.6, 0.75}, within(1e-9));

            RewardTrainer.Update update = trainer.learn(
                    List.of(
                            new RewardTrainer.Identified("place", best),
                            new RewardTrainer.Identified("thumb", Labels.thumb("good", 0, ""))),
                    1);

            assertThat(update.measures()).containsKeys("order_loss", "pair_loss", "binary_loss");
            double[] slopes = {-0.4, 0.2, 0.2};
            for (int i = 0; i < slopes.length; i++) {
                assertThat(trunk.gradients().get(i))
                        .as("answer %d", i)
                        .containsExactly(new double[] {weights[0] * slopes[i], weights[1] * slopes[i]}, within(1e-6));
            }
            assertThat(trunk.gradients().get(3))
                    .containsExactly(new double[] {thumbs[0] * 0.75, thumbs[1] * 0.75}, within(1e-6));
        }
    }

    /** The best stands first because somebody said so: a forecast could only be too low. */
    @Test
    void shouldLearnPlacesOfOrdersWithoutForeseeingThem() {
        try (CoreBench bench = new CoreBench()) {
            RewardCore core = bench.open("plackett-luce", 5);
            List<ScoreInput> answers = ORDER.get(0).items();
            double before = lead(core, answers);
            for (int i = 0; i < 3; i++) {
                core.accept(bench.logged("place-" + i, 1, ORDER.get(0)));
            }
            core.accept(bench.logged("last", 1, ORDER.get(2)));
            Optional<StepPlan<RewardLabel>> plan = core.plan(CoreBench.context(1));

            assertThat(plan).hasValueSatisfying(step -> assertThat(step.inputs())
                    .extracting(input -> input.prediction().isPresent())
                    .containsExactly(false, false, false, true));
            assertThat(core.apply(plan.orElseThrow()).skipped()).isEmpty();
            assertThat(lead(core, answers)).as("the best leads more").isGreaterThan(before);
            assertThat(core.plan(CoreBench.context(2)))
                    .as("learned once, as pairs are")
                    .isEmpty();
        }
    }

    private static double lead(RewardCore core, List<ScoreInput> answers) {
        double[][] scores = core.scores(answers);
        double others = Arrays.stream(scores, 1, scores.length)
                .flatMapToDouble(Arrays::stream)
                .average()
                .orElseThrow();
        return Arrays.stream(scores[0]).average().orElseThrow() - others;
    }

    @Test
    void shouldLeavePlacesAloneWhereTheObjectiveLearnsOnlyPairs() {
        try (CoreBench bench = new CoreBench()) {
            RewardCore core = bench.open("bradley-terry", 5);
            for (int i = 0; i < CoreBench.BATCH; i++) {
                core.accept(bench.logged("place-" + i, 1, ORDER.get(0)));
            }

            assertThat(core.plan(CoreBench.context(1))).isEmpty();
        }
        assertThat(new PlackettLuce().needs()).containsExactly(Signal.RANKING);
    }

    @Test
    void shouldRefuseABestOfTwo() {
        assertThatThrownBy(() -> Labels.best("", "a", "b")).hasMessageContaining("2 answers instead of at least 3");
        assertThat(LabelKind.about(1)).isEqualTo(LabelKind.BINARY);
        assertThat(LabelKind.about(2)).isEqualTo(LabelKind.PAIR);
        assertThat(LabelKind.about(16)).isEqualTo(LabelKind.BEST);
    }
}
