package io.thumbstream.model.sample;

import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.TreeMap;

/**
 * How the tokens of one answer are drawn.
 *
 * <p>With logits {@code z}, to which {@code logitBias} was added, the distribution a token is drawn from is
 * {@code p = (1 - w) softmax(z / temperature) + w softmax(z / mixtureTemperature)}, {@code w = mixtureWeight}; then every
 * token outside the {@code topK} most likely ones, outside the smallest set of mass {@code topP}, or below {@code minP}
 * times the largest probability is dropped, each rule judged on {@code p}, and the rest is renormalised. Reported
 * log-probabilities and entropies belong to that final distribution.
 *
 * @param temperature softmax temperature, range [0, 10]; 0 takes the most likely token (log-probability 0)
 * @param topP nucleus mass kept, range (0, 1]; 1 keeps everything
 * @param topK number of most likely tokens kept; 0 keeps everything
 * @param minP floor relative to the largest probability, range [0, 1)
 * @param mixtureWeight share of the second temperature, range [0, 1]; 0 is plain sampling
 * @param mixtureTemperature temperature of that share, range (0, 10]
 * @param maxTokens upper bound of sampled tokens, at least 1
 * @param stop texts that end the answer and are not part of it
 * @param logitBias what is added to the logits of some tokens, by token id, range [-100, 100] each, at most 1024 tokens
 */
public record SamplingSettings(
        double temperature,
        double topP,
        int topK,
        double minP,
        double mixtureWeight,
        double mixtureTemperature,
        int maxTokens,
        List<String> stop,
        Map<Integer, Double> logitBias) {

    private static final double MAX_TEMPERATURE = 10;
    private static final double MAX_BIAS = 100;
    private static final int MAX_BIASED = 1024;

    public SamplingSettings {
        check(temperature >= 0 && temperature <= MAX_TEMPERATURE, "temperature", temperature, "[0, 10]");
        check(topP > 0 && topP <= 1, "topP", topP, "(0, 1]");
        check(topK >= 0, "topK", topK, "[0, vocabulary]");
        check(minP >= 0 && minP < 1, "minP", minP, "[0, 1)");
        check(mixtureWeight >= 0 && mixtureWeight <= 1, "mixtureWeight", mixtureWeight, "[0, 1]");
        check(
                mixtureTemperature > 0 && mixtureTemperature <= MAX_TEMPERATURE,
                "mixtureTemperature",
                mixtureTemperature,
                "(0, 10]");
        check(maxTokens >= 1, "maxTokens", maxTokens, "[1, context]");
        stop = List.copyOf(stop);
        check(stop.stream().noneMatch(String::isEmpty), "stop", 0, "non-empty texts");
        logitBias = Collections.unmodifiableMap(new TreeMap<>(logitBias));
        check(logitBias.size() <= MAX_BIASED, "logitBias", logitBias.size(), "[0, 1024] tokens");
        logitBias.forEach((token, bias) -> {
            check(token >= 0, "logitBias token", token, "[0, vocabulary)");
            check(Math.abs(bias) <= MAX_BIAS, "logitBias", bias, "[-100, 100]");
        });
    }

    /** Settings without a bias. */
    public SamplingSettings(
            double temperature,
            double topP,
            int topK,
            double minP,
            double mixtureWeight,
            double mixtureTemperature,
            int maxTokens,
            List<String> stop) {
        this(temperature, topP, topK, minP, mixtureWeight, mixtureTemperature, maxTokens, stop, Map.of());
    }

    /** Plain sampling from the model's own distribution at temperature 1. */
    public static SamplingSettings plain(int maxTokens) {
        return new SamplingSettings(1, 1, 0, 0, 0, 1, maxTokens, List.of());
    }

    public SamplingSettings withTemperature(double value) {
        return new SamplingSettings(
                value, topP, topK, minP, mixtureWeight, mixtureTemperature, maxTokens, stop, logitBias);
    }

    public SamplingSettings withMixture(double weight, double atTemperature) {
        return new SamplingSettings(temperature, topP, topK, minP, weight, atTemperature, maxTokens, stop, logitBias);
    }

    public SamplingSettings withLogitBias(Map<Integer, Double> bias) {
        return new SamplingSettings(
                temperature, topP, topK, minP, mixtureWeight, mixtureTemperature, maxTokens, stop, bias);
    }

    /** A token that the bias names and a vocabulary of this size lacks. */
    public OptionalInt biasOutside(int vocabularySize) {
        return logitBias.keySet().stream()
                .mapToInt(Integer::intValue)
                .filter(token -> token >= vocabularySize)
                .findFirst();
    }

    /** Whether draws come from the model's own distribution, so that a learner's log-probabilities must match. */
    public boolean onPolicy() {
        return temperature == 1 && !truncated() && !mixed() && logitBias.isEmpty();
    }

    /** Whether the most likely token is always taken. */
    public boolean greedy() {
        return temperature == 0;
    }

    /** Whether some tokens are dropped and the rest renormalised. */
    public boolean truncated() {
        return greedy() || topP < 1 || topK > 0 || minP > 0;
    }

    /** Whether two temperatures are mixed. */
    public boolean mixed() {
        return mixtureWeight > 0 && !greedy();
    }

    private static void check(boolean fine, String name, double value, String range) {
        if (!fine) {
            throw new IllegalArgumentException(
                    "sampling setting " + name + " is " + value + "; it must be in " + range);
        }
    }
}
