package io.thumbstream.model.tensor;

import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.jni.JniUtils;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Gradient mode of the calling thread, and backward.
 *
 * <p>The mode is a property of each thread and starts as on in a new one: worker threads call {@link #prepareThread}
 * first. The library's gradient collector is not used because only one may exist in the process.
 */
public final class Grad {
    private Grad() {}

    /** Turns gradients off for the calling thread. */
    public static void prepareThread() {
        var unused = Engine.getInstance(); // loads the native library, without which the call below cannot link
        JniUtils.setGradMode(false);
    }

    /** Has scripts of the calling thread run as they are written, from the first call on. A property of each thread, too. */
    static void runAsWritten() {
        JniUtils.setGraphExecutorOptimize(false);
    }

    /** True when operations of the calling thread are recorded. */
    public static boolean active() {
        return JniUtils.isGradMode();
    }

    /** Runs {@code body} with gradients on and restores the mode. */
    public static <T> T enabled(Supplier<T> body) {
        return inMode(true, body);
    }

    /** Runs {@code body} with gradients on and restores the mode. */
    public static void enabled(Runnable body) {
        inMode(true, asSupplier(body));
    }

    /** Runs {@code body} with gradients off and restores the mode. */
    public static <T> T off(Supplier<T> body) {
        return inMode(false, body);
    }

    /** Runs {@code body} with gradients off and restores the mode. */
    public static void off(Runnable body) {
        inMode(false, asSupplier(body));
    }

    /**
     * Adds the gradient of {@code loss} to every leaf that requires one, and frees the graph.
     *
     * <p>Gradients accumulate: several calls before an optimizer step are micro-batches of one step.
     *
     * @param loss scalar, shape {@code []}
     */
    public static void backward(NDArray loss) {
        if (loss.getShape().dimension() != 0) {
            throw new IllegalArgumentException(
                    "A loss must be a scalar but has shape " + loss.getShape() + "; reduce it with a sum or a mean");
        }
        try (NDManager scratch = loss.getManager().newSubManager();
                NDArray one = scratch.ones(new Shape())) {
            JniUtils.backward((PtNDArray) loss, (PtNDArray) one, false, false);
        }
    }

    /**
     * The gradient accumulated in a leaf, same shape as the leaf; zeros when it took no part in any loss. Closes with the
     * enclosing scope.
     */
    public static NDArray of(NDArray leaf) {
        @Nullable NDArray gradient = JniUtils.getGradient((PtNDArray) leaf);
        return gradient == null ? off(leaf::zerosLike) : gradient;
    }

    /** Sets the accumulated gradient of a leaf to zero. */
    public static void clear(NDArray leaf) {
        try (@Nullable NDArray gradient = JniUtils.getGradient((PtNDArray) leaf)) {
            if (gradient != null) {
                JniUtils.zeroGrad((PtNDArray) leaf);
            }
        }
    }

    private static <T> T inMode(boolean mode, Supplier<T> body) {
        boolean before = JniUtils.isGradMode();
        JniUtils.setGradMode(mode);
        try {
            return body.get();
        } finally {
            JniUtils.setGradMode(before);
        }
    }

    private static Supplier<Boolean> asSupplier(Runnable body) {
        return () -> {
            body.run();
            return true;
        };
    }
}
