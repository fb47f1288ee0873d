package io.thumbstream.gateway.event;

import java.util.List;

/**
 * How the answers of a prompt are drawn.
 *
 * @param temperature softmax temperature, range [0, 2]
 * @param topP nucleus mass kept, range (0, 1]
 * @param maxTokens upper bound of generated tokens
 * @param seed seed of the random stream
 * @param stop texts that end an answer
 */
public record SamplingChoice(double temperature, double topP, int maxTokens, long seed, List<String> stop) {
    public SamplingChoice {
        stop = List.copyOf(stop);
    }
}
