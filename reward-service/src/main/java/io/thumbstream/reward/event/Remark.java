package io.thumbstream.reward.event;

import org.jspecify.annotations.Nullable;

/**
 * What stands of what one person said about a place in an answer, not only about the whole.
 *
 * @param rolloutId the answer
 * @param kind EDIT, a corrected answer that differs from the answer, or SPAN, a marked part
 * @param value verdict on a marked part, +1 or -1; null for an edit
 * @param text the whole corrected answer, or the marked part as {@link AnswerSpan} writes it
 */
public record Remark(String rolloutId, FeedbackKind kind, @Nullable Double value, String text) {}
