package io.thumbstream.lab.trace;

import java.util.Locale;

/** Stations of a vote on its way into answers, in order. */
public enum Stage {
    LABEL,
    REWARD_STEP,
    REWARD_VERSION,
    EXPERIENCE,
    POLICY_STEP,
    POLICY_VERSION,
    ANSWER;

    /** Returns the name used in reports, for example {@code reward-step}. */
    public String key() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
