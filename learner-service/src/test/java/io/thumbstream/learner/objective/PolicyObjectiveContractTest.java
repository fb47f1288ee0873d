package io.thumbstream.learner.objective;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDManager;
import io.thumbstream.model.tensor.Grad;
import io.thumbstream.runtime.catalog.Signal;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What every entry of {@link PolicyObjectives} must do. */
class PolicyObjectiveContractTest {
    private static final long SEED = Long.getLong("thumbstream.seed", 11);

    /** What these say of an answer that was bad is nothing. */
    private static final Set<String> DEAF_TO_BAD = Set.of("sft-objective");

    private final NDManager manager = NDManager.newBaseManager();

    static Stream<String> names() {
        return PolicyObjectives.CATALOG.names().stream();
    }

    @BeforeEach
    void gradientsOff() {
        Grad.prepareThread();
    }

    @AfterEach
    void close() {
        manager.close();
    }

    /** A random batch, of pairs when the objective compares two answers. */
    private static BatchArrays random(String name, long seed, int rows, int time) {
        BatchArrays batch = BatchArrays.random(seed, rows, time);
        return needs(name, Signal.PAIR) ? batch.paired() : batch;
    }

    private static boolean needs(String name, Signal signal) {
        return PolicyObjectives.CATALOG.create(name).needs().contains(signal);
    }

    private BatchArrays.Result evaluate(String name, BatchArrays batch) {
        PolicyObjective objective = PolicyObjectives.CATALOG.create(name);
        objective.beginStep();
        return batch.evaluate(manager, objective::evaluate);
    }

    @ParameterizedTest
    @MethodSource("names")
    void shouldIgnorePadding(String name) {
        BatchArrays batch = random(name, SEED, 4, 6);

        assertThat(evaluate(name, batch.padded(3)).loss())
                .isCloseTo(evaluate(name, batch).loss(), within(1e-6f));
    }

    @ParameterizedTest
    @MethodSource("names")
    void shouldGiveNoGradientToPadding(String name) {
        BatchArrays batch = random(name, SEED, 4, 6).padded(2);
        float[] gradient = evaluate(name, batch).gradient();

        for (int i = 0; i < gradient.length; i++) {
            if (batch.mask()[i] == 0) {
                assertThat(gradient[i]).as("cell %d", i).isZero();
            }
        }
    }

    @ParameterizedTest
    @MethodSource("names")
    void shouldAddUpToTheWholeWhenTheBatchIsSplit(String name) {
        BatchArrays batch = random(name, SEED, 6, 5);
        BatchArrays.Result whole = evaluate(name, batch);
        BatchArrays.Result first = evaluate(name, batch.rows(0, 2));
        BatchArrays.Result second = evaluate(name, batch.rows(2, 6));

        assertThat(first.loss() + second.loss()).isCloseTo(whole.loss(), within(1e-5f));
        assertThat(Arrays.copyOf(whole.gradient(), 10)).containsExactly(first.gradient(), within(1e-6f));
    }

    @ParameterizedTest
    @MethodSource("names")
    void shouldRaiseWhatWasGoodAndLowerWhatWasBadWhenOnPolicy(String name) {
        BatchArrays batch = random(name, SEED, 4, 5).onPolicy();
        boolean byLabel = needs(name, Signal.BINARY_LABEL) || needs(name, Signal.PAIR);
        boolean byBoth = PolicyObjectives.CATALOG.create(name).readsLabels() && needs(name, Signal.ADVANTAGES);
        float[] gradient = evaluate(name, batch).gradient();

        for (int i = 0; i < gradient.length; i++) {
            if (batch.mask()[i] == 1) {
                double good = byLabel ? batch.labels()[i / batch.time()] - 0.5 : batch.advantages()[i];
                if (byBoth && good * (batch.labels()[i / batch.time()] - 0.5) <= 0) {
                    continue; // one calls it good and the other bad
                }
                if (good < 0 && DEAF_TO_BAD.contains(name)) {
                    assertThat(gradient[i]).as("cell %d, good %f", i, good).isZero();
                } else {
                    assertThat(-gradient[i] * good)
                            .as("cell %d, good %f", i, good)
                            .isPositive();
                }
            }
        }
    }

    @ParameterizedTest
    @MethodSource("names")
    void shouldAgreeWithFiniteDifferences(String name) {
        BatchArrays batch = random(name, SEED, 4, 4);
        float[] gradient = evaluate(name, batch).gradient();
        float step = 1e-2f;

        for (int i = 0; i < gradient.length; i++) {
            if (batch.mask()[i] == 0) {
                continue;
            }
            float[] above = batch.logProbs().clone();
            above[i] += step;
            float[] below = batch.logProbs().clone();
            below[i] -= step;
            double slope = (evaluate(name, batch.withLogProbs(above)).loss()
                            - evaluate(name, batch.withLogProbs(below)).loss())
                    / (2.0 * step);
            assertThat((double) gradient[i]).as("seed %d cell %d", SEED, i).isCloseTo(slope, within(1e-2));
        }
    }

    @ParameterizedTest
    @MethodSource("names")
    void shouldGiveNoGradientWhenNothingWasSaid(String name) {
        BatchArrays batch = random(name, SEED, 4, 5);
        BatchArrays silent = batch.withAdvantages(new float[4 * 5]).withLabelWeights(new float[4]);

        assertThat(evaluate(name, silent).gradient()).containsOnly(0f);
    }

    @ParameterizedTest
    @MethodSource("names")
    void shouldStayFiniteOnExtremeInputs(String name) {
        BatchArrays batch = random(name, SEED, 4, 5);
        for (float extreme : new float[] {-1e4f, -90f, -1e-6f}) {
            float[] logProbs = batch.logProbs().clone();
            for (int i = 0; i < logProbs.length; i++) {
                logProbs[i] = batch.mask()[i] * extreme;
            }
            BatchArrays.Result result = evaluate(name, batch.withLogProbs(logProbs));

            assertThat(result.loss()).as("log-probs %f", extreme).isFinite();
            assertThat(result.names().finite()).isTrue();
            for (float each : result.gradient()) {
                assertThat(each).isFinite();
            }
        }
    }

    @ParameterizedTest
    @MethodSource("names")
    void shouldGiveTheSameBitsTwice(String name) {
        BatchArrays batch = random(name, SEED, 4, 6);
        BatchArrays.Result once = evaluate(name, batch);
        BatchArrays.Result again = evaluate(name, batch);

        assertThat(again.loss()).isEqualTo(once.loss());
        assertThat(again.gradient()).containsExactly(once.gradient());
    }

    @ParameterizedTest
    @MethodSource("names")
    void shouldNotDependOnTheOrderOfTheBatch(String name) {
        BatchArrays batch = random(name, SEED, 4, 6);
        BatchArrays.Result plain = evaluate(name, batch);
        BatchArrays.Result turned = evaluate(name, batch.reversed());

        assertThat(turned.loss()).isCloseTo(plain.loss(), within(1e-5f));
        for (int i = 0; i < 4; i++) {
            assertThat(Arrays.copyOfRange(turned.gradient(), (3 - i) * 6, (4 - i) * 6))
                    .containsExactly(Arrays.copyOfRange(plain.gradient(), i * 6, (i + 1) * 6), within(1e-6f));
        }
    }

    @ParameterizedTest
    @MethodSource("names")
    void shouldReportExactlyTheDeclaredDiagnostics(String name) {
        assertThat(evaluate(name, random(name, SEED, 2, 3)).names().names())
                .isEqualTo(PolicyObjectives.CATALOG.create(name).diagnostics());
    }

    @ParameterizedTest
    @MethodSource("names")
    void shouldKeepNoArraysWhenEvaluated(String name) {
        evaluate(name, random(name, SEED, 4, 6));
        int before = manager.getManagedArrays().size();
        for (int i = 0; i < 5; i++) {
            evaluate(name, random(name, SEED + i, 4, 6));
        }

        assertThat(manager.getManagedArrays()).hasSize(before);
    }

    @ParameterizedTest
    @MethodSource("names")
    void shouldContinueAlikeWhenItsStateIsRestored(String name) {
        PolicyObjective original = PolicyObjectives.CATALOG.create(name);
        for (long seed : List.of(1L, 2L, 3L)) {
            original.beginStep();
            random(name, seed, 4, 6).evaluate(manager, original::evaluate);
            original.endStep();
        }
        PolicyObjective resumed = PolicyObjectives.CATALOG.create(name);
        resumed.restore(original.state());
        BatchArrays next = random(name, SEED, 4, 6);

        assertThat(next.evaluate(manager, resumed::evaluate).loss())
                .isEqualTo(next.evaluate(manager, original::evaluate).loss());
    }
}
