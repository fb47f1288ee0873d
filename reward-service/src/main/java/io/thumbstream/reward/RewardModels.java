package io.thumbstream.reward;

import ai.djl.Device;
import io.thumbstream.model.reward.RewardModelFiles;
import io.thumbstream.model.reward.RewardScorer;
import io.thumbstream.model.reward.ScoreInput;
import io.thumbstream.model.text.HfTokenizer;
import io.thumbstream.reward.head.RewardModel;
import io.thumbstream.reward.head.Score;
import io.thumbstream.reward.head.ScoreRequest;
import io.thumbstream.reward.wire.RewardModelLoader;
import java.util.Arrays;
import java.util.List;

/** Reward models of the model module as the joiner's scorers. */
final class RewardModels {
    private RewardModels() {}

    /** Loads whichever trunk a directory holds, on the CPU. */
    static RewardModelLoader loader() {
        return (directory, name, version) ->
                new Ensemble(name, version, RewardModelFiles.load(directory, Device.cpu(), HfTokenizer::load));
    }

    /** Mean and standard deviation over the members of a scorer. */
    static Score summary(double[] members) {
        double mean = Arrays.stream(members).average().orElse(0);
        double variance = Arrays.stream(members)
                .map(score -> (score - mean) * (score - mean))
                .average()
                .orElse(0);
        return new Score(mean, Math.sqrt(variance));
    }

    private record Ensemble(String name, long version, RewardScorer scorer) implements RewardModel {
        @Override
        public List<Score> score(List<ScoreRequest> batch) {
            double[][] members = scorer.scores(batch.stream()
                    .map(request -> new ScoreInput(request.prompt(), request.response()))
                    .toList());
            return Arrays.stream(members).map(RewardModels::summary).toList();
        }

        @Override
        public void close() {
            scorer.close();
        }
    }
}
