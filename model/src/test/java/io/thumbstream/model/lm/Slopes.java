package io.thumbstream.model.lm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import io.thumbstream.model.tensor.Grad;
import io.thumbstream.model.tensor.StepScope;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.DoubleSupplier;
import java.util.function.IntToDoubleFunction;
import java.util.function.Supplier;

/** Slopes of a loss: by backward, by central differences, and whether they are alike. */
final class Slopes {
    private static final double STEP = 1e-5;

    private Slopes() {}

    /** Gradients of {@code parameters} by name after backward of {@code loss}; clears them. */
    static Map<String, float[]> of(NDManager manager, ParamSet parameters, Supplier<NDArray> loss) {
        try (StepScope unused = StepScope.open(manager)) {
            Grad.enabled(() -> Grad.backward(loss.get()));
            Map<String, float[]> slopes = new LinkedHashMap<>();
            for (String name : parameters.names()) {
                NDArray parameter = parameters.get(name);
                slopes.put(name, Grad.of(parameter).toFloatArray());
                Grad.clear(parameter);
            }
            return slopes;
        }
    }

    /** Central difference of {@code loss} in one of the values that it depends on, which is put back. */
    static double central(double[] values, int at, DoubleSupplier loss) {
        double kept = values[at];
        values[at] = kept + STEP;
        double above = loss.getAsDouble();
        values[at] = kept - STEP;
        double below = loss.getAsDouble();
        values[at] = kept;
        return (above - below) / (2 * STEP);
    }

    /** Distance between elements of a tensor when about {@code checked} of them are checked. */
    static int stride(int elements, int checked) {
        return Math.max(1, elements / checked);
    }

    /** Requires that about {@code checked} elements of {@code found}, which is not zero, are what {@code expected} says. */
    static void requireAlike(String name, float[] found, int checked, IntToDoubleFunction expected) {
        double largest = 0;
        for (float slope : found) {
            largest = Math.max(largest, Math.abs(slope));
        }
        // softmax ignores what is added to every key, so the bias of k matters only through the positions
        assertThat(largest).as(name).isGreaterThan(1e-6);
        for (int at = 0; at < found.length; at += stride(found.length, checked)) {
            assertThat((double) found[at])
                    .as("%s, element %s", name, at)
                    .isCloseTo(expected.applyAsDouble(at), within(1e-3 * largest + 1e-6));
        }
    }
}
