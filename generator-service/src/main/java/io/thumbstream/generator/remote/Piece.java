package io.thumbstream.generator.remote;

import io.thumbstream.model.sample.Finish;
import java.util.Optional;

/**
 * What one event of a stream adds to an answer. The arrays belong to the piece: nobody writes into them.
 *
 * @param tokens token ids, possibly none
 * @param logProbs log-probability of each, nat, at most 0
 * @param finish why the server ended the answer, when it did
 */
@SuppressWarnings("ArrayRecordComponent") // handed over once, from the reader to the sampler
record Piece(int[] tokens, float[] logProbs, Optional<Finish> finish) {
    private static final float ROUNDING = 1e-3f;

    Piece {
        if (tokens.length != logProbs.length) {
            throw new IllegalArgumentException(
                    tokens.length + " tokens need as many log-probabilities, not " + logProbs.length);
        }
    }

    static Piece empty() {
        return new Piece(new int[0], new float[0], Optional.empty());
    }

    /**
     * A log-probability as a server wrote it; rounding may lift that of a sure token just above zero.
     *
     * @throws RemoteException when it is no log-probability
     */
    static float logProb(double written) throws RemoteException {
        float value = (float) written;
        if (!(value <= ROUNDING) || Float.isInfinite(value)) {
            throw new RemoteException(
                    RemoteException.Kind.REFUSED,
                    "the server reports a log-probability of " + written + "; it must be finite and at most 0");
        }
        return Math.min(0, value);
    }
}
