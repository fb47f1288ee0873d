package io.thumbstream.learner.reward;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.thumbstream.model.checkpoint.TensorData;
import io.thumbstream.model.reward.RewardTrunk;
import io.thumbstream.model.reward.ScoreInput;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Two members that give each answer its set score and only write down the gradients they are given. */
final class FixedTrunk implements RewardTrunk {
    private final Map<String, Double> scores;
    private final boolean takes;
    private final List<double[]> gradients = new ArrayList<>();

    /**
     * @param scores by answer
     * @param takes whether updates succeed
     */
    FixedTrunk(Map<String, Double> scores, boolean takes) {
        this.scores = scores;
        this.takes = takes;
    }

    /** Gradients by answer, in the order of the answers, then of the updates. */
    List<double[]> gradients() {
        return gradients;
    }

    @Override
    public double[][] scores(List<ScoreInput> inputs) {
        return inputs.stream()
                .map(input -> scores.getOrDefault(input.response(), 0.0))
                .map(score -> new double[] {score, score})
                .toArray(double[][]::new);
    }

    @Override
    public Pass forward(List<ScoreInput> inputs) {
        double[][] given = scores(inputs);
        return new Pass() {
            @Override
            public double[][] scores() {
                return given;
            }

            @Override
            public boolean update(double[][] gradient) {
                gradients.addAll(List.of(gradient));
                return takes;
            }

            @Override
            public void close() {}
        };
    }

    @Override
    public int members() {
        return 2;
    }

    @Override
    public String kind() {
        return "fixed";
    }

    @Override
    public ObjectNode describe() {
        return JsonNodeFactory.instance.objectNode();
    }

    @Override
    public Map<String, TensorData> weights() {
        return Map.of();
    }

    @Override
    public void saveOptimizer(Path file) {}

    @Override
    public void loadOptimizer(Path file) {}

    @Override
    public void close() {}
}
