package io.thumbstream.model.lm;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import io.thumbstream.model.tensor.Owned;
import java.util.List;
import java.util.SplittableRandom;

/**
 * Features of embedded words that a view of a text leaves out, the same ones at every place of the text.
 *
 * <p>{@code x'[t, j] = x[t, j] k[j]}, {@code k[j]} drawn once for a text and a feature: 0 with probability {@code rate}, else {@code 1 / (1 - rate)}.
 * Source: Gal and Ghahramani, A theoretically grounded application of dropout in recurrent neural networks, 2016, arXiv 1512.05287 (one draw for
 * all places). Ours drops from the embedding alone. Equal seeds draw the same on every machine.
 *
 * @param rate probability that a feature is left out, in {@code [0, 1)}
 * @param seed of the draws
 */
public record FeatureDropout(double rate, long seed) {
    public FeatureDropout {
        if (!(rate >= 0 && rate < 1)) {
            throw new IllegalArgumentException("dropout is " + rate + "; choose from 0 to below 1");
        }
    }

    /** Two of the same rate with draws of their own. */
    public List<FeatureDropout> views() {
        SplittableRandom root = new SplittableRandom(seed);
        return List.of(new FeatureDropout(rate, root.nextLong()), new FeatureDropout(rate, root.nextLong()));
    }

    /** What the features of each text are multiplied with, {@code [text, 1, width]}. */
    NDArray factors(NDManager manager, int texts, int width) {
        return Owned.of(manager, factors(texts * width), new Shape(texts, 1, width));
    }

    /** The draws in their order. */
    float[] factors(int count) {
        SplittableRandom random = new SplittableRandom(seed);
        float kept = (float) (1 / (1 - rate));
        float[] factors = new float[count];
        for (int i = 0; i < count; i++) {
            factors[i] = random.nextDouble() < rate ? 0 : kept;
        }
        return factors;
    }
}
