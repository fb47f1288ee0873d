package io.thumbstream.learner.reward;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDManager;
import io.thumbstream.model.tensor.Grad;
import io.thumbstream.runtime.random.SeededRandom;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What every entry of {@link RewardObjectives} must do, for every kind of label it learns from. */
class RewardObjectiveContractTest {
    private static final long SEED = Long.getLong("thumbstream.seed", 17);
    private static final int MEMBERS = 3;

    private final NDManager manager = NDManager.newBaseManager();

    static Stream<String> names() {
        return RewardObjectives.CATALOG.names().stream();
    }

    static Stream<Arguments> kinds() {
        return names().flatMap(name ->
                RewardObjectives.CATALOG.create(name).kinds().stream().sorted().map(kind -> Arguments.of(name, kind)));
    }

    @BeforeEach
    void gradientsOff() {
        Grad.prepareThread();
    }

    @AfterEach
    void close() {
        manager.close();
    }

    /** Margins, row-major {@code [label, member]}, and the labels they belong to. */
    @SuppressWarnings("ArrayRecordComponent")
    private record Sample(float[] margins, LabelBatch batch) {
        Sample rows(int from, int to) {
            return new Sample(
                    Arrays.copyOfRange(margins, from * MEMBERS, to * MEMBERS),
                    new LabelBatch(batch.labels().subList(from, to), Arrays.copyOfRange(batch.weights(), from, to)));
        }

        Sample moved(int cell, float by) {
            float[] changed = margins.clone();
            changed[cell] += by;
            return new Sample(changed, batch);
        }
    }

    private static Sample sample(RewardObjective objective, long seed, int size) {
        SeededRandom random = new SeededRandom(seed);
        List<LabelKind> kinds = objective.kinds().stream().sorted().toList();
        double[] targets = {0, 0.25, 0.5, 1};
        List<RewardLabel> labels = new ArrayList<>();
        double[][] weights = new double[size][MEMBERS];
        float[] margins = new float[size * MEMBERS];
        for (int i = 0; i < size; i++) {
            labels.add(Labels.of(kinds.get(i % kinds.size()), targets[random.nextInt(targets.length)]));
            for (int m = 0; m < MEMBERS; m++) {
                weights[i][m] = 0.5 + random.nextDouble();
                margins[i * MEMBERS + m] = (float) (2 * random.nextGaussian());
            }
        }
        return new Sample(margins, new LabelBatch(labels, weights));
    }

    private Evaluated evaluate(RewardObjective objective, Sample sample) {
        return Evaluated.of(manager, objective, sample.margins(), sample.batch());
    }

    @ParameterizedTest
    @MethodSource("kinds")
    void shouldStayFiniteAtExtremeMargins(String name, LabelKind kind) {
        RewardObjective objective = RewardObjectives.CATALOG.create(name);
        for (double margin : new double[] {-1e6, -90, -1e-8, 0, 1e-8, 90, 1e6}) {
            for (double target : new double[] {0, 0.5, 1}) {
                Evaluated result = Evaluated.one(manager, objective, margin, Labels.of(kind, target));

                assertThat(result.loss())
                        .as("margin %f target %f", margin, target)
                        .isFinite();
                assertThat(result.gradient()[0]).isFinite().isBetween(-1f, 1f);
                assertThat(result.finite()).isTrue();
            }
        }
    }

    @ParameterizedTest
    @MethodSource("kinds")
    void shouldRaiseTheBetterAnswerAndLowerTheWorse(String name, LabelKind kind) {
        RewardObjective objective = RewardObjectives.CATALOG.create(name);
        for (double margin : new double[] {-3, -0.5, 0, 0.5, 3}) {
            float liked = Evaluated.one(manager, objective, margin, Labels.of(kind, 1))
                    .gradient()[0];
            float disliked = Evaluated.one(manager, objective, margin, Labels.of(kind, 0))
                    .gradient()[0];

            assertThat(liked).as("margin %f", margin).isNegative();
            assertThat(disliked).as("margin %f", margin).isPositive();
        }
    }

    @ParameterizedTest
    @MethodSource("kinds")
    void shouldDrawTheMarginToTheMiddleWhenOpinionIsEven(String name, LabelKind kind) {
        RewardObjective objective = RewardObjectives.CATALOG.create(name);

        assertThat(Evaluated.one(manager, objective, 0, Labels.of(kind, 0.5)).gradient()[0])
                .isCloseTo(0, within(1e-6f));
        assertThat(Evaluated.one(manager, objective, 2, Labels.of(kind, 0.5)).gradient()[0])
                .isPositive();
        assertThat(Evaluated.one(manager, objective, -2, Labels.of(kind, 0.5)).gradient()[0])
                .isNegative();
    }

    @ParameterizedTest
    @MethodSource("kinds")
    void shouldGiveProbabilitiesThatRiseWithTheMargin(String name, LabelKind kind) {
        RewardObjective objective = RewardObjectives.CATALOG.create(name);
        double before = 0;
        for (double margin : new double[] {-30, -2, -0.1, 0, 0.1, 2, 30}) {
            double probability = objective.probability(kind, margin);

            assertThat(probability)
                    .as("margin %f", margin)
                    .isGreaterThan(before)
                    .isLessThan(1);
            before = probability;
        }
        assertThat(objective.probability(kind, 0)).isEqualTo(0.5);
        assertThat(objective.probability(kind, -1e6)).isBetween(0.0, 1e-6);
        assertThat(objective.probability(kind, 1e6)).isBetween(1 - 1e-6, 1.0);
    }

    @ParameterizedTest
    @MethodSource("names")
    void shouldAddUpToTheWholeWhenTheBatchIsSplit(String name) {
        RewardObjective objective = RewardObjectives.CATALOG.create(name);
        Sample sample = sample(objective, SEED, 7);
        Evaluated whole = evaluate(objective, sample);
        Evaluated first = evaluate(objective, sample.rows(0, 3));
        Evaluated second = evaluate(objective, sample.rows(3, 7));

        assertThat(first.loss() + second.loss()).isCloseTo(whole.loss(), within(1e-4f));
        assertThat(Arrays.copyOf(whole.gradient(), 3 * MEMBERS)).containsExactly(first.gradient(), within(1e-6f));
    }

    @ParameterizedTest
    @MethodSource("names")
    void shouldCountALabelByItsWeight(String name) {
        RewardObjective objective = RewardObjectives.CATALOG.create(name);
        Sample sample = sample(objective, SEED, 1);
        float[] gradient = evaluate(objective, sample).gradient();
        double[] weights = sample.batch().weights()[0].clone();
        weights[0] *= 2;
        weights[1] = 0;
        float[] changed = evaluate(
                        objective,
                        new Sample(
                                sample.margins(), new LabelBatch(sample.batch().labels(), new double[][] {weights})))
                .gradient();

        assertThat(changed[0]).isCloseTo(2 * gradient[0], within(1e-6f));
        assertThat(changed[1]).isZero();
        assertThat(changed[2]).isEqualTo(gradient[2]);
    }

    @ParameterizedTest
    @MethodSource("names")
    void shouldAgreeWithFiniteDifferences(String name) {
        RewardObjective objective = RewardObjectives.CATALOG.create(name);
        Sample sample = sample(objective, SEED, 4);
        float[] gradient = evaluate(objective, sample).gradient();
        float step = 1e-2f;

        for (int i = 0; i < gradient.length; i++) {
            double slope = (evaluate(objective, sample.moved(i, step)).loss()
                            - evaluate(objective, sample.moved(i, -step)).loss())
                    / (2.0 * step);
            assertThat((double) gradient[i]).as("seed %d cell %d", SEED, i).isCloseTo(slope, within(1e-2));
        }
    }

    @ParameterizedTest
    @MethodSource("names")
    void shouldIgnoreKindsThatItDoesNotName(String name) {
        RewardObjective objective = RewardObjectives.CATALOG.create(name);
        for (LabelKind kind : LabelKind.values()) {
            Evaluated result = Evaluated.one(manager, objective, 0.7, Labels.of(kind, 1));
            boolean named = objective.kinds().contains(kind);

            assertThat(result.gradient()[0] != 0).as("%s", kind).isEqualTo(named);
            assertThat(result.loss() != 0).as("%s", kind).isEqualTo(named);
        }
    }

    @ParameterizedTest
    @MethodSource("names")
    void shouldGiveTheSameBitsTwice(String name) {
        Sample sample = sample(RewardObjectives.CATALOG.create(name), SEED, 6);
        Evaluated once = evaluate(RewardObjectives.CATALOG.create(name), sample);
        Evaluated again = evaluate(RewardObjectives.CATALOG.create(name), sample);

        assertThat(again.loss()).isEqualTo(once.loss());
        assertThat(again.gradient()).containsExactly(once.gradient());
    }

    @ParameterizedTest
    @MethodSource("names")
    void shouldReportTheSameDiagnosticsWhateverTheLabels(String name) {
        RewardObjective objective = RewardObjectives.CATALOG.create(name);
        Sample sample = sample(objective, SEED, 5);

        assertThat(evaluate(objective, sample.rows(0, 1)).diagnostics())
                .isNotEmpty()
                .isEqualTo(evaluate(objective, sample).diagnostics());
    }

    @ParameterizedTest
    @MethodSource("names")
    void shouldKeepNoArraysWhenEvaluated(String name) {
        RewardObjective objective = RewardObjectives.CATALOG.create(name);
        Evaluated first = evaluate(objective, sample(objective, SEED, 6));
        int before = manager.getManagedArrays().size();
        for (int i = 0; i < 5; i++) {
            assertThat(evaluate(objective, sample(objective, SEED, 6)).loss()).isEqualTo(first.loss());
        }

        assertThat(manager.getManagedArrays()).hasSize(before);
    }
}
