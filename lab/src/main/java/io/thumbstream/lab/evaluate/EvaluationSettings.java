package io.thumbstream.lab.evaluate;

/**
 * How much to sample.
 *
 * @param prompts messages for the mean utility, at least 2
 * @param perPrompt answers to each of them, at least 1
 * @param bestOf answers to choose the best from, at least 1
 * @param bestOfPrompts messages for that, at least 2
 * @param heldOut whether to ask only kinds of messages that pre-training never saw
 * @param seed draws messages and answers
 */
public record EvaluationSettings(
        int prompts, int perPrompt, int bestOf, int bestOfPrompts, boolean heldOut, long seed) {
    public EvaluationSettings {
        if (prompts < 2 || perPrompt < 1 || bestOf < 1 || bestOfPrompts < 2) {
            throw new IllegalArgumentException("prompts " + prompts + ", per-prompt " + perPrompt + ", best-of "
                    + bestOf + ", best-of-prompts " + bestOfPrompts
                    + " are too few; give at least 2 prompts of each kind and 1 answer");
        }
    }

    /** 256 messages with 4 answers each; the best of 64 on 64 messages. */
    public static EvaluationSettings defaults() {
        return new EvaluationSettings(256, 4, 64, 64, false, 1000);
    }
}
