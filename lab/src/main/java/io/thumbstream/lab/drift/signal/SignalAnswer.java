package io.thumbstream.lab.drift.signal;

import java.util.List;
import java.util.OptionalDouble;

/**
 * One answer of a group, as far as signals look at it.
 *
 * @param id rollout id
 * @param tokens sampled tokens, axis [time]; empty when unknown
 * @param logProbs log-probability of each under the distribution it was sampled from, axis [time], unit nat; empty when unknown
 * @param version newest policy version that sampled it
 * @param reward reward after the transforms
 * @param score raw score of the reward model; empty when not scored
 * @param deviation standard deviation over the members of the reward model, unit of the score; empty when not scored
 * @param label observed binary label, range [0, 1]; empty while nobody said anything
 */
public record SignalAnswer(
        String id,
        List<Integer> tokens,
        List<Float> logProbs,
        long version,
        double reward,
        OptionalDouble score,
        OptionalDouble deviation,
        OptionalDouble label) {
    public SignalAnswer {
        tokens = List.copyOf(tokens);
        logProbs = List.copyOf(logProbs);
    }
}
