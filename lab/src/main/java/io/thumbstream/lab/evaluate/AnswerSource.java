package io.thumbstream.lab.evaluate;

import java.util.List;

/** A policy as an evaluator sees it: prompts in, sampled answers out. */
@FunctionalInterface
public interface AnswerSource {
    /**
     * Samples answers.
     *
     * @param prompts messages, in order
     * @param perPrompt answers wanted for each, at least 1
     * @param seed the same seed gives the same answers
     * @return for each prompt its answers, all lists of length {@code perPrompt}
     */
    List<List<String>> sample(List<String> prompts, int perPrompt, long seed);
}
