package io.thumbstream.reward.assemble;

/**
 * Tells a feedback stream that broke from people who are silent. Immutable; changed by every answer shown and every
 * piece of feedback, in canonical order.
 *
 * <p>With answer rate {@code p} so far, {@code n} answers shown since the last feedback are all silent with probability
 * {@code (1 - p)^n}; below the significance the stream counts as silent. It counts as skewed when most of its recent
 * records come behind the event time that was already released. Both need history.
 *
 * @param displayed answers shown, decayed
 * @param answered pieces of feedback, decayed
 * @param seen pieces of feedback ever
 * @param unanswered answers shown since the last feedback
 * @param lateShare moving share of feedback that came behind the released event time
 */
public record StallGuard(double displayed, double answered, long seen, long unanswered, double lateShare) {
    private static final double LATE_MEMORY = 0.05;
    private static final double HIGHEST_RATE = 0.95;

    public static StallGuard fresh() {
        return new StallGuard(0, 0, 0, 0, 0);
    }

    StallGuard shown(StallSettings settings) {
        double keep = Math.pow(0.5, 1.0 / settings.memory());
        return new StallGuard(displayed * keep + 1, answered * keep, seen, unanswered + 1, lateShare);
    }

    StallGuard answered(boolean late) {
        double share = lateShare + LATE_MEMORY * ((late ? 1 : 0) - lateShare);
        return new StallGuard(displayed, answered + 1, seen + 1, 0, share);
    }

    /** Probability that people who answer as usual are silent for as long as it is silent now. */
    double silenceProbability() {
        double shownBefore = Math.max(1, displayed - unanswered);
        double rate = Math.min(HIGHEST_RATE, answered / shownBefore);
        return Math.pow(1 - rate, unanswered);
    }

    /** Whether silence cannot be trusted now. */
    public boolean stalled(StallSettings settings) {
        return settings.enabled()
                && seen >= settings.minHistory()
                && (silenceProbability() < settings.significance() || lateShare > settings.lateShare());
    }
}
