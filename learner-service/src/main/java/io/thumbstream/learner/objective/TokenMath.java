package io.thumbstream.learner.objective;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import io.thumbstream.model.tensor.Masked;
import io.thumbstream.model.tensor.Scalars;

/** Pieces that token-level objectives share. */
public final class TokenMath {
    /** Log-ratios beyond this are cut before they are exponentiated. */
    private static final double LOG_RATIO_LIMIT = 20;

    private TokenMath() {}

    /** {@code exp(above - below)} with the exponent cut to [-20, 20], {@code [batch, time]}. */
    public static NDArray ratio(NDArray above, NDArray below) {
        return between(above.sub(below), -LOG_RATIO_LIMIT, LOG_RATIO_LIMIT).exp();
    }

    /**
     * {@code exp} of the mean of {@code above - below} over the answer tokens of each row, the exponent cut to [-20, 20], {@code [batch, 1]}.
     */
    public static NDArray meanRatio(NDArray above, NDArray below, NDArray mask) {
        NDArray mean = Masked.rowMean(above.sub(below), mask).expandDims(1);
        return between(mean, -LOG_RATIO_LIMIT, LOG_RATIO_LIMIT).exp();
    }

    /** The smaller of {@code x} and {@code limit}, elementwise. */
    public static NDArray atMost(NDArray x, double limit) {
        return NDArrays.minimum(x, Scalars.of(x.getManager(), limit));
    }

    /** {@code x} cut to [lowest, highest], elementwise; outside there is no gradient. */
    public static NDArray between(NDArray x, double lowest, double highest) {
        return atMost(NDArrays.maximum(x, Scalars.of(x.getManager(), lowest)), highest);
    }

    /** Sum of the masked values divided by the answer tokens of the whole step, shape {@code []}. */
    public static NDArray tokenMean(NDArray values, PolicyBatch batch) {
        return Scalars.over(
                Masked.sum(values, batch.mask()), Math.max(1, batch.whole().tokens()));
    }

    /** The k3 estimate of the divergence of {@code above} from {@code below}: {@code e^-d + d - 1}, {@code d = above - below}
     * cut to {@code [-limit, limit]}, {@code [batch, time]}. Source: Schulman, Approximating KL Divergence, 2020.
     */
    public static NDArray k3(NDArray above, NDArray below, double limit) {
        NDArray d = between(above.sub(below), -limit, limit);
        return d.neg().exp().add(d).sub(1f);
    }
}
