package io.thumbstream.reward.assemble;

/**
 * When a missing answer is blamed on the feedback stream instead of on the people.
 *
 * @param enabled whether to guard at all
 * @param minHistory pieces of feedback that must have been seen before silence means anything
 * @param significance the stream is silent when its usual answer rate makes the current run of unanswered answers less
 *     likely than this, range (0, 1)
 * @param lateShare the stream is skewed when more than this share of its recent records comes behind the released
 *     event time, range (0, 1]
 * @param memory displayed answers after which old history counts half
 */
public record StallSettings(boolean enabled, int minHistory, double significance, double lateShare, int memory) {

    public StallSettings {
        if (minHistory < 1 || memory < 1) {
            throw new IllegalArgumentException(
                    "min-history is " + minHistory + " and memory " + memory + "; both must be 1 or more");
        }
        if (!(significance > 0 && significance < 1) || !(lateShare > 0 && lateShare <= 1)) {
            throw new IllegalArgumentException("significance is " + significance + " and late-share " + lateShare
                    + "; both must be above 0 and at most 1");
        }
    }

    public static StallSettings defaults() {
        return new StallSettings(true, 20, 1e-6, 0.5, 500);
    }
}
