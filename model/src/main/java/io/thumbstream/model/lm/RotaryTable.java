package io.thumbstream.model.lm;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import io.thumbstream.model.tensor.Owned;

/**
 * Cosines and sines of the rotary position encoding, {@code angle(t, i) = t / theta^(2 (i mod h/2) / h)} for head size
 * {@code h} unless {@link RotaryScaling} slows it down, with the second half of the components repeating the first.
 *
 * <p>Source: Su et al., RoFormer, 2021, arXiv 2104.09864, in the half-split arrangement of the Llama weights.
 */
record RotaryTable(float[] cosines, float[] sines, Shape shape) {
    /** The table for every position of the context, {@code [context, head]}. */
    static RotaryTable of(LmConfig config) {
        int size = config.headSize();
        int half = size / 2;
        double[] pace = config.scaling().pace(config.ropeTheta(), size);
        double amplitude = config.scaling().amplitude();
        float[] cosines = new float[config.context() * size];
        float[] sines = new float[config.context() * size];
        for (int t = 0; t < config.context(); t++) {
            for (int i = 0; i < size; i++) {
                double angle = t / pace[i % half];
                cosines[t * size + i] = (float) (amplitude * StrictMath.cos(angle));
                sines[t * size + i] = (float) (amplitude * StrictMath.sin(angle));
            }
        }
        return new RotaryTable(cosines, sines, new Shape(config.context(), size));
    }

    NDArray cos(NDManager manager) {
        return Owned.of(manager, cosines, shape);
    }

    NDArray sin(NDManager manager) {
        return Owned.of(manager, sines, shape);
    }
}
