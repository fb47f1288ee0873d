package io.thumbstream.learner.objective;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import io.thumbstream.model.tensor.Scalars;

/** Pieces of objectives that compare two answers, whose rows stand one after the other. */
final class PairMath {
    /** Exponents beyond this are cut, so that the power form of an unlikely answer stays finite. */
    private static final double EXPONENT_LIMIT = 10;

    private PairMath() {}

    /** Sums of the values of both rows of each pair, {@code [batch] -> [batch / 2]}. */
    static NDArray sum(NDArray rows) {
        if (rows.size() % 2 != 0) {
            throw new IllegalArgumentException(
                    rows.size() + " rows are no pairs; both rows of a pair belong into one pass, one after the other");
        }
        return rows.reshape(new Shape(rows.size() / 2, 2)).sum(new int[] {1});
    }

    /** The values of the rows that {@code chosen} marks with 1, {@code [batch / 2]}. */
    static NDArray chosen(NDArray values, NDArray chosen) {
        return sum(values.mul(chosen));
    }

    /** The values of the rows that {@code chosen} marks with 0, {@code [batch / 2]}. */
    static NDArray rejected(NDArray values, NDArray chosen) {
        return sum(values.mul(chosen.neg().add(1f)));
    }

    /** 1 for pairs of one chosen and one rejected row, else 0, {@code [batch / 2]}. */
    static NDArray oneOfEach(NDArray chosen) {
        NDArray one = sum(chosen).eq(1f).toType(DataType.FLOAT32, false);
        NDArray whole = sum(chosen.mul(chosen)).eq(1f).toType(DataType.FLOAT32, false);
        return one.mul(whole);
    }

    /** {@code (1 - e^(-alpha x)) / alpha}, same shape, and {@code x} itself for alpha 0. */
    static NDArray power(NDArray x, double alpha) {
        if (alpha == 0) {
            return x;
        }
        NDArray grown =
                TokenMath.atMost(Scalars.times(x, -alpha), EXPONENT_LIMIT).exp();
        return Scalars.over(grown.neg().add(1f), alpha);
    }
}
