package io.thumbstream.model.tensor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.djl.Device;
import ai.djl.engine.EngineException;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class TensorTest {
    private final NDManager root = NDManager.newBaseManager(Device.cpu());

    @BeforeEach
    void prepare() {
        Grad.prepareThread();
    }

    @AfterEach
    void close() {
        root.close();
    }

    @Test
    void shouldKeepGradientsRightWhenConstantsAreCollectedBeforeBackward() {
        NDArray x = root.create(new float[] {3, 3}).duplicate();
        x.setRequiresGradient(true);
        for (int repeat = 0; repeat < 10; repeat++) {
            Grad.enabled(() -> {
                NDArray y = Scalars.times(x, 2).add(Scalars.over(x, 4)).add(Scalars.power(x, 3));
                System.gc();
                Grad.backward(y.sum());
            });
            assertThat(Grad.of(x).toFloatArray()).containsExactly(new float[] {29.25f, 29.25f}, within(1e-4f));
            Grad.clear(x);
        }
    }

    @Test
    void shouldAddGradientsWhenBackwardRunsTwice() {
        NDArray x = root.ones(new Shape(1));
        x.setRequiresGradient(true);
        Grad.enabled(() -> Grad.backward(x.square().sum()));
        Grad.enabled(() -> Grad.backward(x.square().sum()));
        assertThat(Grad.of(x).getFloat(0)).isEqualTo(4);
        assertThatThrownBy(() -> Grad.backward(x)).hasMessageContaining("must be a scalar");
    }

    @Test
    void shouldRestoreTheModeWhenTheBodyThrows() {
        assertThat(Grad.active()).isFalse();
        assertThatThrownBy(() -> Grad.enabled((Runnable) () -> {
                    throw new IllegalStateException("stop");
                }))
                .hasMessage("stop");
        assertThat(Grad.active()).isFalse();
        boolean inside = Grad.enabled(() -> Grad.off(Grad::active));
        assertThat(inside).isFalse();
    }

    @Test
    void shouldMatchTheMathWhenArgumentsAreExtreme() {
        NDArray x = root.create(new float[] {-200, -1, 0, 1, 200});
        assertThat(TensorOps.logSigmoid(x).toFloatArray())
                .containsExactly(new float[] {-200, -1.3132617f, -0.6931472f, -0.3132617f, 0}, within(1e-5f));
        NDArray rows = root.create(new float[] {1000, 1000, -1000, 0}, new Shape(2, 2));
        assertThat(TensorOps.logSumExp(rows).toFloatArray())
                .containsExactly(new float[] {1000.6931f, 0}, within(1e-3f));
        assertThat(TensorOps.allFinite(x)).isTrue();
        assertThat(TensorOps.allFinite(x.log())).isFalse();
    }

    @Test
    void shouldMatchFiniteDifferencesWhenDifferentiated() {
        assertDerivative(TensorOps::logSigmoid, 0.7);
        assertDerivative(TensorOps::logSigmoid, -2);
        assertDerivative(TensorOps::sigmoid, 0.3);
        assertDerivative(x -> TensorOps.logSumExp(x.expandDims(0).repeat(1, 2)), 0.4);
    }

    @Test
    void shouldCountOnlyRealPositionsWhenAMaskIsGiven() {
        NDArray values = root.create(new float[] {1, 2, 100, 4, 100, 100, 100, 100, 100}, new Shape(3, 3));
        NDArray mask = root.create(new float[] {1, 1, 0, 1, 0, 0, 0, 0, 0}, new Shape(3, 3));
        assertThat(Masked.sum(values, mask).getFloat()).isEqualTo(7);
        assertThat(Masked.mean(values, mask).getFloat()).isCloseTo(7 / 3f, within(1e-6f));
        assertThat(Masked.rowSum(values, mask).toFloatArray()).containsExactly(3, 4, 0);
        assertThat(Masked.rowMean(values, mask).toFloatArray()).containsExactly(1.5f, 4, 0);
        assertThat(Masked.mean(values, mask.zerosLike()).getFloat()).isZero();
    }

    @Test
    void shouldCloseEverythingExceptWhatIsKeptWhenAStepEnds() {
        NDArray kept;
        NDArray dropped;
        int before = root.getManagedArrays().size();
        try (StepScope step = StepScope.open(root)) {
            dropped = step.manager().ones(new Shape(2));
            kept = step.keep(dropped.add(1f), root);
            assertThat(root.ones(new Shape(1)).getFloat(0)).isOne();
        }
        assertThat(kept.toFloatArray()).containsExactly(2, 2);
        assertThatThrownBy(dropped::toFloatArray).isInstanceOf(IllegalStateException.class);
        assertThat(root.getManagedArrays()).hasSize(before + 1);
    }

    @Test
    void shouldCallAcrossSourcesWhenALibraryIsAssembled() {
        String square =
                """
                  def square(self: __torch__.Ops, x: Tensor) -> Tensor:
                    return x * x
                """;
        String sum =
                """
                  def sum_of_squares(self: __torch__.Ops, xs: List[Tensor], scale: float, twice: bool, n: int) -> List[Tensor]:
                    r = annotate(List[Tensor], [])
                    for x in xs:
                      y = self.square(x) * scale + n
                      if twice:
                        y = y * 2
                      _0 = torch.append(r, y)
                    return r
                """;
        try (TorchScriptLibrary library = TorchScriptLibrary.load(root, square, sum);
                TensorList inputs = TensorList.of(List.of(root.ones(new Shape(1)), root.full(new Shape(1), 3f)));
                ScriptCall call = library.call("sum_of_squares")
                        .tensors(inputs)
                        .number(0.5)
                        .flag(true)
                        .integer(1)) {
            assertThat(call.runList(root).get(1).getFloat(0)).isEqualTo(11);
        }
    }

    @Test
    void shouldNameTheCandidatesWhenASourceDoesNotCompile() {
        String wrong = "  def f(self: __torch__.Ops, x: Tensor) -> Tensor:\n    return torch.no_such_function(x)\n";
        assertThatThrownBy(() -> TorchScriptLibrary.load(root, wrong).close())
                .isInstanceOf(EngineException.class)
                .hasMessageContaining("no_such_function");
    }

    @Test
    void shouldRecordNoGraphWhenANewThreadIsPrepared() throws InterruptedException {
        AtomicBoolean active = new AtomicBoolean(true);
        Thread worker = new Thread(() -> {
            Grad.prepareThread();
            active.set(Grad.active());
        });
        worker.start();
        worker.join();
        assertThat(active).isFalse();
    }

    private void assertDerivative(UnaryOperator<NDArray> function, double at) {
        NDArray x = root.create(new float[] {(float) at}).duplicate();
        x.setRequiresGradient(true);
        Grad.enabled(() -> Grad.backward(function.apply(x).sum()));
        double width = 1e-2;
        double up = function.apply(root.create(new float[] {(float) (at + width)}))
                .sum()
                .getFloat();
        double down = function.apply(root.create(new float[] {(float) (at - width)}))
                .sum()
                .getFloat();
        assertThat((double) Grad.of(x).getFloat(0)).isCloseTo((up - down) / (2 * width), within(1e-3));
    }

    @Test
    void shouldOverwriteAnArrayInItsPlace() {
        NDArray weights = Owned.of(root, new float[] {1, 2, 3, 4, 5, 6}, new Shape(2, 3));
        weights.setRequiresGradient(true);
        NDArray view = Grad.off(() -> weights.reshape(-1));

        Grad.off(() -> Owned.assign(weights, root.create(new float[] {6, 5, 4, 3, 2, -0f}, new Shape(2, 3))));

        assertThat(view.toFloatArray()).containsExactly(6, 5, 4, 3, 2, -0f);
        assertThat(weights.hasGradient()).isTrue();

        Grad.off(() -> Owned.assign(weights, 2, root.create(new float[] {7, 8})));

        assertThat(view.toFloatArray()).containsExactly(6, 5, 7, 8, 2, -0f);
        assertThatThrownBy(() -> Owned.assign(weights, view)).hasMessageContaining("(2, 3) with one of shape (6)");
    }

    @Test
    void shouldOverwriteANumberInItsPlace() {
        NDArray number = Owned.of(root, new float[] {1}, new Shape());
        NDArray view = number.reshape(1);

        Owned.assign(number, root.create(new float[] {9}, new Shape()));

        assertThat(view.toFloatArray()).containsExactly(9);
    }

    @Test
    void shouldComputeTheSameBitsOnEveryThreadFromTheFirstCallOn() throws InterruptedException {
        float[] values = new float[4096];
        SplittableRandom random = new SplittableRandom(3);
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) random.nextDouble(-2, 2);
        }
        List<float[]> slopes = new ArrayList<>();
        try (TorchScriptLibrary library = TorchScriptLibrary.load(
                root,
                """
                  def ratio(self: __torch__.Ops, x: Tensor) -> Tensor:
                    return torch.sum(x * x * x / (1 + x * x))
                """)) {
            Runnable calls = () -> {
                for (int call = 0; call < 4; call++) {
                    slopes.add(slope(library, values));
                }
            };
            Thread unprepared = new Thread(calls, "never-prepared");
            unprepared.start();
            unprepared.join();
            calls.run();
        }

        assertThat(slopes).hasSize(8).allSatisfy(each -> assertThat(each).isEqualTo(slopes.get(7)));
    }

    private float[] slope(TorchScriptLibrary library, float[] values) {
        NDArray x = Owned.of(root, values, new Shape(values.length));
        x.setRequiresGradient(true);
        Grad.enabled(() -> {
            try (ScriptCall call = library.call("ratio").tensor(x)) {
                Grad.backward(call.run(root));
            }
        });
        return Grad.of(x).toFloatArray();
    }
}
