package io.thumbstream.learner.advantage;

import io.thumbstream.learner.replay.RolloutGroup;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Gives every token of an answer the advantage of the answer. */
final class Broadcast {
    private Broadcast() {}

    static List<float[]> overTokens(RolloutGroup group, double[] advantages) {
        List<float[]> perToken = new ArrayList<>();
        for (int i = 0; i < advantages.length; i++) {
            float[] row = new float[group.rollouts().get(i).tokens().length];
            Arrays.fill(row, (float) advantages[i]);
            perToken.add(row);
        }
        return perToken;
    }
}
