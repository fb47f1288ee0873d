package io.thumbstream.learner.stabilize;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.Device;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.thumbstream.learner.objective.BatchArrays;
import io.thumbstream.model.lm.ParamSet;
import io.thumbstream.model.tensor.Grad;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What every entry of {@link Stabilizers} must do. */
class StabilizerContractTest {
    private static final long SEED = Long.getLong("thumbstream.seed", 23);

    private final NDManager manager = NDManager.newBaseManager();

    static Stream<String> names() {
        return Stabilizers.CATALOG.names().stream();
    }

    @BeforeEach
    void gradientsOff() {
        Grad.prepareThread();
    }

    @AfterEach
    void close() {
        manager.close();
    }

    /** The penalty at full strength, so that none is too weak to be seen. */
    private BatchArrays.Result evaluate(String name, BatchArrays batch) {
        ObjectNode strength = JsonNodeFactory.instance.objectNode();
        if (Stabilizers.CATALOG.defaults(name).has("coefficient")) {
            strength.put("coefficient", 1.0);
        }
        return batch.evaluate(manager, Stabilizers.CATALOG.create(name, strength)::penalty);
    }

    @ParameterizedTest
    @MethodSource("names")
    void shouldIgnorePadding(String name) {
        BatchArrays batch = BatchArrays.random(SEED, 4, 6);

        assertThat(evaluate(name, batch.padded(3)).loss())
                .isCloseTo(evaluate(name, batch).loss(), within(1e-6f));
    }

    @ParameterizedTest
    @MethodSource("names")
    void shouldAddUpToTheWholeWhenTheBatchIsSplit(String name) {
        BatchArrays batch = BatchArrays.random(SEED, 6, 5);
        float parts = evaluate(name, batch.rows(0, 4)).loss()
                + evaluate(name, batch.rows(4, 6)).loss();

        assertThat(parts).isCloseTo(evaluate(name, batch).loss(), within(1e-6f));
    }

    @ParameterizedTest
    @MethodSource("names")
    void shouldStayFiniteOnExtremeInputs(String name) {
        BatchArrays batch = BatchArrays.random(SEED, 4, 5);
        float[] logProbs = batch.logProbs().clone();
        for (int i = 0; i < logProbs.length; i++) {
            logProbs[i] = batch.mask()[i] * -1e4f;
        }
        BatchArrays.Result result = evaluate(name, batch.withLogProbs(logProbs));

        assertThat(result.loss()).isFinite();
        assertThat(result.names().finite()).isTrue();
    }

    @ParameterizedTest
    @MethodSource("names")
    void shouldAgreeWithFiniteDifferences(String name) {
        BatchArrays batch = BatchArrays.random(SEED, 3, 4);
        float[] gradient = evaluate(name, batch).gradient();
        float step = 1e-2f;

        for (int i = 0; i < gradient.length; i++) {
            float[] above = batch.logProbs().clone();
            above[i] += step;
            float[] below = batch.logProbs().clone();
            below[i] -= step;
            double slope = (evaluate(name, batch.withLogProbs(above)).loss()
                            - evaluate(name, batch.withLogProbs(below)).loss())
                    / (2.0 * step);
            assertThat((double) gradient[i]).as("seed %d cell %d", SEED, i).isCloseTo(slope, within(1e-2));
            if (batch.mask()[i] == 0) {
                assertThat(gradient[i]).as("padding, cell %d", i).isZero();
            }
        }
    }

    @ParameterizedTest
    @MethodSource("names")
    void shouldGiveTheSameBitsTwice(String name) {
        BatchArrays batch = BatchArrays.random(SEED, 4, 6);
        BatchArrays.Result once = evaluate(name, batch);
        BatchArrays.Result again = evaluate(name, batch);

        assertThat(again.loss()).isEqualTo(once.loss());
        assertThat(again.gradient()).containsExactly(once.gradient());
    }

    @ParameterizedTest
    @MethodSource("names")
    void shouldReportExactlyTheDeclaredDiagnostics(String name) {
        assertThat(evaluate(name, BatchArrays.random(SEED, 2, 3)).names().names())
                .isEqualTo(Stabilizers.CATALOG.create(name).diagnostics());
    }

    @ParameterizedTest
    @MethodSource("names")
    void shouldKeepNoArraysWhenEvaluated(String name) {
        int before = manager.getManagedArrays().size();
        evaluate(name, BatchArrays.random(SEED, 4, 6));

        assertThat(manager.getManagedArrays()).hasSize(before);
    }

    @ParameterizedTest
    @MethodSource("names")
    void shouldContinueAlikeWhenItsStateIsRestored(String name) {
        Stabilizer original = Stabilizers.CATALOG.create(name);
        Stabilizer resumed = Stabilizers.CATALOG.create(name);
        try (ParamSet current = weights();
                ParamSet start = weights();
                PolicyWeights policy = new PolicyWeights(current, start)) {
            for (long seed : List.of(1L, 2L, 3L)) {
                step(original, BatchArrays.random(seed, 4, 6), policy);
            }
            resumed.restore(original.state());
            BatchArrays next = BatchArrays.random(SEED, 4, 6);

            assertThat(resumed.rate()).isEqualTo(original.rate());
            assertThat(step(resumed, next, policy)).isEqualTo(step(original, next, policy));
            assertThat(resumed.state()).isEqualTo(original.state());
        }
    }

    private static ParamSet weights() {
        ParamSet set = new ParamSet(Device.cpu());
        set.add("w", new Shape(2), new float[] {1, 2});
        return set;
    }

    private float step(Stabilizer stabilizer, BatchArrays batch, PolicyWeights policy) {
        policy.steps(policy.steps() + 1);
        stabilizer.beginStep();
        float loss = batch.evaluate(manager, stabilizer::penalty).loss();
        stabilizer.afterStep(policy);
        return loss;
    }

    @ParameterizedTest
    @MethodSource("names")
    void shouldNotPushAPolicyThatEqualsItsReference(String name) {
        BatchArrays batch = BatchArrays.random(SEED, 4, 6);

        assertThat(evaluate(name, batch.withLogProbs(batch.reference())).gradient())
                .containsOnly(0f);
    }
}
