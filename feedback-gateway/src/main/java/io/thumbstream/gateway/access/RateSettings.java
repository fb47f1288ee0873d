package io.thumbstream.gateway.access;

/**
 * How often callers may write.
 *
 * @param key prompts, exchanges and votes of one API key, or of all callers without one together
 * @param user votes of one person
 * @param nameless votes that name no person, of one API key, or of all callers without one together
 * @param target votes on one answer
 * @param remembered most people, and most answers, whose votes are counted one by one; beyond it newcomers share one allowance
 */
public record RateSettings(Rate key, Rate user, Rate nameless, Rate target, int remembered) {
    private static final int LEAST_REMEMBERED = 100;

    public RateSettings {
        if (remembered < LEAST_REMEMBERED) {
            throw new IllegalArgumentException("remembered is " + remembered + "; give at least " + LEAST_REMEMBERED);
        }
    }

    /** The vetted defaults, far above what people do. */
    public static RateSettings defaults() {
        return new RateSettings(new Rate(0, 1), new Rate(2, 1_000), new Rate(0, 1), new Rate(10, 1_000), 100_000);
    }

    /** No limits, for recorded votes: what a person said in months comes within minutes. */
    public static RateSettings recorded() {
        return new RateSettings(new Rate(0, 1), new Rate(0, 1), new Rate(0, 1), new Rate(0, 1), 100_000);
    }

    /**
     * A token bucket.
     *
     * @param perSecond how fast it fills; 0 sets no limit
     * @param burst how much may come at once after a quiet time
     */
    public record Rate(double perSecond, int burst) {
        private static final double LONGEST_SECONDS = 86_400;
        private static final double FASTEST = 1e6;

        public Rate {
            if (!(perSecond >= 0 && perSecond <= FASTEST)) {
                throw new IllegalArgumentException(
                        "per-second is " + perSecond + "; give 0 (no limit) to " + (long) FASTEST);
            }
            if (burst < 1 || perSecond > 0 && burst / perSecond > LONGEST_SECONDS) {
                throw new IllegalArgumentException("burst is " + burst + " at " + perSecond
                        + " per second; give at least 1, and no more than fills within a day");
            }
        }

        /** Whether it limits anything. */
        boolean limits() {
            return perSecond > 0;
        }
    }
}
