package io.thumbstream.lab.trace;

import java.time.Instant;

/**
 * An answer that a person could see.
 *
 * @param oldestPolicy oldest policy version among its tokens
 * @param at when its last token was sampled
 */
public record AnswerRecord(long oldestPolicy, Instant at) {}
