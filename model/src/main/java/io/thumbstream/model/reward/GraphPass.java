package io.thumbstream.model.reward;

import ai.djl.ndarray.NDArray;
import io.thumbstream.model.tensor.Grad;
import io.thumbstream.model.tensor.StepScope;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;

/** A training pass whose graph waits for the slopes of a loss in what it showed; all that it made ends with it. */
final class GraphPass implements RewardTrunk.Pass {
    private final StepScope scope;
    private final NDArray graph;
    private final Optional<NDArray> text;
    private final List<NDArray> states;
    private final BooleanSupplier step;
    private final double[][] scores;
    private final double[] logProbs;
    private final double[][][] views;

    /**
     * A pass that was run.
     *
     * @param scope of the step; closed with the pass
     * @param graph scores, {@code [input, member]}
     * @param text mean log-probabilities, {@code [input]}, where they were asked for
     * @param states the two views, {@code [input, feature]} each; empty unless they were asked for
     * @param step moves the weights against the slopes that backward left, and says whether they were finite
     */
    GraphPass(StepScope scope, NDArray graph, Optional<NDArray> text, List<NDArray> states, BooleanSupplier step) {
        this.scope = scope;
        this.graph = graph;
        this.text = text;
        this.states = List.copyOf(states);
        this.step = step;
        scores = Flat.rows(graph);
        logProbs = text.map(Flat::doubles).orElseGet(() -> new double[0]);
        views = states.stream().map(Flat::rows).toArray(double[][][]::new);
    }

    @Override
    public double[][] scores() {
        return scores;
    }

    @Override
    public double[] logProbs() {
        return logProbs;
    }

    @Override
    public double[][][] views() {
        return views;
    }

    @Override
    public boolean update(double[][] gradient) {
        return learn(List.of(graph), List.of(Flat.of(gradient)));
    }

    @Override
    public boolean update(double[][] gradient, double[] byLogProb) {
        NDArray likely = text.orElseThrow(
                () -> new UnsupportedOperationException("This pass has no log-probs; ask for them when it starts"));
        return learn(List.of(graph, likely), List.of(Flat.of(gradient), Flat.of(new double[][] {byLogProb})));
    }

    @Override
    public boolean update(double[][] gradient, double[] byLogProb, double[][][] byView) {
        if (states.isEmpty()) {
            throw new UnsupportedOperationException("This pass has no views; ask for them when it starts");
        }
        List<NDArray> values = new ArrayList<>(List.of(graph));
        List<float[]> slopes = new ArrayList<>(List.of(Flat.of(gradient)));
        text.ifPresent(likely -> {
            values.add(likely);
            slopes.add(Flat.of(new double[][] {byLogProb}));
        });
        for (int view = 0; view < states.size(); view++) {
            values.add(states.get(view));
            slopes.add(Flat.of(byView[view]));
        }
        return learn(values, slopes);
    }

    /** A step against the derivatives of the loss by each of {@code values}. */
    private boolean learn(List<NDArray> values, List<float[]> gradients) {
        boolean any = false;
        for (float[] gradient : gradients) {
            for (float each : gradient) {
                any |= each != 0;
                if (!Float.isFinite(each)) {
                    return false;
                }
            }
        }
        if (!any) {
            return true;
        }
        Grad.enabled(() -> {
            NDArray sum = dot(values.get(0), gradients.get(0));
            for (int i = 1; i < values.size(); i++) {
                sum = sum.add(dot(values.get(i), gradients.get(i)));
            }
            Grad.backward(sum);
        });
        return step.getAsBoolean();
    }

    private static NDArray dot(NDArray values, float[] gradient) {
        return values.mul(values.getManager().create(gradient, values.getShape()))
                .sum();
    }

    @Override
    public void close() {
        scope.close();
    }
}
