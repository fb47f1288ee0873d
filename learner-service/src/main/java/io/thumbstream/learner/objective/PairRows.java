package io.thumbstream.learner.objective;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import io.thumbstream.model.tensor.Owned;
import io.thumbstream.model.tensor.Scalars;
import java.util.Arrays;

/**
 * Which rows of a batch are the two of a pair, and which an answer of somebody else that stands behind a pair. Rows of pairs stand one
 * after the other; a batch without answers of somebody else is left as it is.
 */
final class PairRows {
    private static final int NONE = -1;

    private final PolicyBatch batch;
    private final int[] own;
    private final int[] sources;

    private PairRows(PolicyBatch batch, int[] own, int[] sources) {
        this.batch = batch;
        this.own = own;
        this.sources = sources;
    }

    /**
     * The rows of {@code batch}.
     *
     * @throws IllegalArgumentException when an answer of somebody else stands behind no pair, or two behind one
     */
    static PairRows of(PolicyBatch batch) {
        int size = batch.answers().size();
        int[] own = new int[size];
        int[] sources = new int[size];
        Arrays.fill(sources, NONE);
        int count = 0;
        for (int row = 0; row < size; row++) {
            if (!batch.answers().get(row).source()) {
                own[count] = row;
                count++;
                continue;
            }
            int pair = count / 2 - 1;
            if (count % 2 != 0 || pair < 0 || sources[pair] != NONE) {
                throw new IllegalArgumentException("Row " + row
                        + " is an answer of somebody else but stands behind no pair of its own; put it third");
            }
            sources[pair] = row;
        }
        return new PairRows(batch, Arrays.copyOf(own, count), Arrays.copyOf(sources, count / 2));
    }

    private boolean plain() {
        return own.length == batch.answers().size();
    }

    /** The values of the rows of pairs, {@code [batch] -> [2 pairs]}. */
    NDArray pairs(NDArray values) {
        return plain() ? values : picked(values, own);
    }

    /**
     * Values of the chosen side: {@code (1 - share) chosen + share source} where a pair has an answer of somebody else, and {@code chosen}
     * elsewhere, {@code [pairs]}.
     *
     * @param chosen values of the chosen answers, {@code [pairs]}
     * @param values of all rows, {@code [batch]}
     * @param share of the answer of somebody else, in [0, 1]
     */
    NDArray mixed(NDArray chosen, NDArray values, double share) {
        if (plain()) {
            return chosen;
        }
        float[] kept = new float[sources.length];
        for (int pair = 0; pair < kept.length; pair++) {
            kept[pair] = sources[pair] == NONE ? 1 : (float) (1 - share);
        }
        NDArray weights = Owned.of(batch.manager(), kept, new Shape(kept.length));
        return chosen.mul(weights).add(Scalars.times(picked(values, sources), share));
    }

    /** The values of {@code rows} of {@code values}, in this order, and 0 where there is none. */
    private NDArray picked(NDArray values, int[] rows) {
        int size = batch.answers().size();
        float[] selection = new float[rows.length * size];
        for (int i = 0; i < rows.length; i++) {
            if (rows[i] != NONE) {
                selection[i * size + rows[i]] = 1;
            }
        }
        return Owned.of(batch.manager(), selection, new Shape(rows.length, size))
                .matMul(values.reshape(new Shape(size, 1)))
                .reshape(new Shape(rows.length));
    }

    /**
     * Reward of the chosen answer less that of the rejected one, axis {@code [pairs]}.
     *
     * @param isChosen 1 for the chosen row of a pair and 0 for the other, {@code [2 pairs]}
     */
    double[] rewardDifferences(NDArray isChosen) {
        float[] chosen = isChosen.toFloatArray();
        double[] differences = new double[chosen.length / 2];
        for (int i = 0; i < differences.length; i++) {
            double first = batch.answers().get(own[2 * i]).reward()
                    - batch.answers().get(own[2 * i + 1]).reward();
            differences[i] = chosen[2 * i] > chosen[2 * i + 1] ? first : -first;
        }
        return differences;
    }
}
