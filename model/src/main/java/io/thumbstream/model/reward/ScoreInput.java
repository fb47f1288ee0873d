package io.thumbstream.model.reward;

/**
 * What a reward model reads.
 *
 * @param prompt rendered conversation before the answer, possibly empty
 * @param response answer text, possibly empty
 */
public record ScoreInput(String prompt, String response) {}
