package io.thumbstream.model.reward;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.thumbstream.model.checkpoint.TensorSource;
import io.thumbstream.model.lm.FeatureDropout;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * A trainable scorer: it gives scores, takes the derivative of a loss by these scores, and improves itself.
 *
 * <p>The loss is computed elsewhere, so that every objective works with every trunk. Equal seeds, inputs and gradients give
 * equal weights, bit for bit, on one machine. One thread owns it.
 */
public interface RewardTrunk extends RewardScorer {
    /** Name in {@code reward.json}: {@code ngram} or {@code transformer}. */
    String kind();

    /** Starts a training pass over {@code inputs}; close it without an update to change nothing. */
    Pass forward(List<ScoreInput> inputs);

    /** Whether it can say how likely an answer is, besides how good, and learn through that. */
    default boolean hasLanguageHead() {
        return false;
    }

    /**
     * Starts a training pass that also says how likely the answers are.
     *
     * @throws UnsupportedOperationException when there is no language head
     */
    default Pass forwardWithText(List<ScoreInput> inputs) {
        throw new UnsupportedOperationException("A " + kind() + " trunk has no language head; ask only for scores");
    }

    /** Whether the states that it scores can be seen in views, and learn through them. */
    default boolean hasViews() {
        return false;
    }

    /**
     * Starts a training pass that also shows the states behind the scores in two views, each with a dropout of its own.
     *
     * @param dropout of both views; equal ones show the same
     * @param withText whether it also says how likely the answers are
     * @throws UnsupportedOperationException when there are no such states
     */
    default Pass forwardWithViews(List<ScoreInput> inputs, FeatureDropout dropout, boolean withText) {
        throw new UnsupportedOperationException("A " + kind() + " trunk shows no states; ask only for scores");
    }

    /** Makes the next steps as large as the first ones, where steps shrink with experience; the weights stay. */
    default void restart() {}

    /** Whether {@link #begin} works. */
    default boolean beginsAnew() {
        return false;
    }

    /**
     * Begins anew with weights that {@link #weights} gave, as if it had never learned.
     *
     * @throws UnsupportedOperationException when it cannot
     */
    default void begin(Map<String, ? extends TensorSource> first) {
        throw new UnsupportedOperationException("A " + kind() + " trunk cannot begin anew; keep the weights it has");
    }

    /** Settings that the weights depend on, for {@code reward.json}. */
    ObjectNode describe();

    /** The weights by name; those that lie outside the heap are copied when they are read. */
    Map<String, ? extends TensorSource> weights();

    /** Writes what a model directory holds beside {@code model.safetensors} and {@code reward.json}. */
    default void writeCompanions(Path directory) throws IOException {}

    /** Writes the optimiser's state. */
    void saveOptimizer(Path file) throws IOException;

    /** Takes back a state written by {@link #saveOptimizer}. */
    void loadOptimizer(Path file) throws IOException;

    /** One forward pass that waits for its gradient. */
    interface Pass extends AutoCloseable {
        /** Scores before the update, {@code [input][member]}. */
        double[][] scores();

        /**
         * Moves the weights against the gradient.
         *
         * @param gradient derivative of the summed loss by each score, {@code [input][member]}; all zero changes nothing
         * @return false when a value was not finite and the weights were left alone
         */
        boolean update(double[][] gradient);

        /** Mean log-probability of the tokens of each answer before the update, axis {@code [input]}; none unless asked for. */
        default double[] logProbs() {
            return new double[0];
        }

        /**
         * Moves the weights against two gradients at once.
         *
         * @param gradient as in {@link #update(double[][])}
         * @param byLogProb derivative of the summed loss by each of {@link #logProbs}
         * @throws UnsupportedOperationException when the pass was not asked for likelihoods
         */
        default boolean update(double[][] gradient, double[] byLogProb) {
            throw new UnsupportedOperationException("This pass has no log-probs; ask for them when it starts");
        }

        /** States of the answers in the two views before the update, {@code [view][input][feature]}; none unless asked for. */
        default double[][][] views() {
            return new double[0][][];
        }

        /**
         * Moves the weights against the gradients by scores, log-probs and views at once.
         *
         * @param gradient as in {@link #update(double[][])}
         * @param byLogProb as in {@link #update(double[][], double[])}; not read unless likelihoods were asked for
         * @param byView derivative of the summed loss by each of {@link #views}
         * @throws UnsupportedOperationException when the pass was not asked for views
         */
        default boolean update(double[][] gradient, double[] byLogProb, double[][][] byView) {
            throw new UnsupportedOperationException("This pass has no views; ask for them when it starts");
        }

        @Override
        void close();
    }
}
