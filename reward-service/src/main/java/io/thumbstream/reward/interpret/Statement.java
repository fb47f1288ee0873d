package io.thumbstream.reward.interpret;

import io.thumbstream.reward.event.FeedbackKind;
import org.jspecify.annotations.Nullable;

/**
 * What a person said about one or more answers, without who and when.
 *
 * @param value as documented for each kind; null where the kind has none
 * @param text edited answer or reason, signal of implicit feedback, range of a marked part, places in an order; null where there is none
 */
public record Statement(String feedbackId, FeedbackKind kind, @Nullable Double value, @Nullable String text) {}
