package io.thumbstream.lab.tasks;

/**
 * A customer's message and what a right answer to it must hold.
 *
 * @param text the message
 * @param intent what the customer wants
 * @param value the fact a right answer repeats, of type {@link Intent#slot()}
 */
public record SupportPrompt(String text, Intent intent, String value) {}
