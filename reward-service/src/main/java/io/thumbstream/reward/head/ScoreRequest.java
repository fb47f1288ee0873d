package io.thumbstream.reward.head;

/**
 * One answer to be scored.
 *
 * @param prompt rendered conversation
 * @param response answer text
 */
public record ScoreRequest(String prompt, String response) {}
