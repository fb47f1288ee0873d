package io.thumbstream.gateway.event;

import java.util.List;
import java.util.Map;

/**
 * How the answers of a prompt are drawn.
 *
 * @param temperature softmax temperature, range [0, 2]
 * @param topP nucleus mass kept, range (0, 1]
 * @param maxTokens upper bound of generated tokens
 * @param seed seed of the random stream
 * @param stop texts that end an answer
 * @param logitBias what is added to the logits of some tokens, by token id, range [-100, 100]
 */
public record SamplingChoice(
        double temperature, double topP, int maxTokens, long seed, List<String> stop, Map<Integer, Double> logitBias) {
    public SamplingChoice {
        stop = List.copyOf(stop);
        logitBias = Map.copyOf(logitBias);
    }
}
