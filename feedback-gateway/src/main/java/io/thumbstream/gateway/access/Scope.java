package io.thumbstream.gateway.access;

import java.util.Locale;

/** What a caller may do; names are part of the configuration. */
public enum Scope {
    /** Ask the policy. */
    CHAT,
    /** Send exchanges of other models. */
    EXCHANGES,
    /** Say what people did with answers, and withdraw it. */
    FEEDBACK,
    /** Give feedback without a receipt where receipts are required; for servers that know their users themselves. */
    FEEDBACK_UNSIGNED,
    /** Read the state of the run and of votes. */
    READ;

    /** Whether it lets a caller write events. */
    public boolean writes() {
        return this != READ;
    }

    /** Name as in the configuration, for example {@code feedback-unsigned}. */
    public String word() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
