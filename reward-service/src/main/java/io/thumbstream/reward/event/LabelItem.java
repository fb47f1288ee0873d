package io.thumbstream.reward.event;

/**
 * One answer a label speaks about.
 *
 * @param prompt rendered conversation
 * @param policyVersion oldest policy version of the answer; -1 for external exchanges and edited texts
 */
public record LabelItem(String rolloutId, String prompt, String response, long policyVersion) {}
