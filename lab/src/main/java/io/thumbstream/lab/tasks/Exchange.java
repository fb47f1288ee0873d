package io.thumbstream.lab.tasks;

/**
 * One message and one answer, as text for pre-training.
 *
 * @param prompt what the customer wrote
 * @param reply what the helper answered
 */
public record Exchange(String prompt, String reply) {}
