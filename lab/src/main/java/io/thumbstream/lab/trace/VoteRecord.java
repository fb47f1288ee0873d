package io.thumbstream.lab.trace;

import java.time.Instant;

/**
 * Feedback as it lies in its topic.
 *
 * @param position where it lies
 * @param id the caller's key
 * @param retraction whether it withdraws other feedback
 * @param at when the gateway accepted it
 */
public record VoteRecord(Position position, String id, boolean retraction, Instant at) {}
