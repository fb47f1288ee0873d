package io.thumbstream.lab.history;

/**
 * One broken promise.
 *
 * @param kind which promise
 * @param evidence ids and places that show it, in words
 */
public record Finding(FindingClass kind, String evidence) {}
