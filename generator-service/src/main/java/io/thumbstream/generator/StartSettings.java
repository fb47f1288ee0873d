package io.thumbstream.generator;

/**
 * Answers of the policy that learning began with, made beside those of every group, so that rewards can compare with them.
 *
 * @param perGroup answers of that policy beside those that a prompt asks for, range [0, 64]; with 0 there are none. Each costs what an answer
 *     costs, and the weights are held once more unless versions are that policy with an adapter; not to be had of an inference server
 * @param slots answers of that policy sampled at the same time, range [1, 1024]; each has a cache of as much as the whole context
 */
public record StartSettings(int perGroup, int slots) {
    private static final int MOST_PER_GROUP = 64;
    private static final int MOST_SLOTS = 1024;

    public StartSettings {
        if (perGroup < 0 || perGroup > MOST_PER_GROUP) {
            throw new IllegalArgumentException(
                    "per-group is " + perGroup + "; it must be in [0, " + MOST_PER_GROUP + "]");
        }
        if (slots < 1 || slots > MOST_SLOTS) {
            throw new IllegalArgumentException("slots is " + slots + "; it must be in [1, " + MOST_SLOTS + "]");
        }
    }

    /** None: they pay only where rewards compare with them. */
    public static StartSettings defaults() {
        return new StartSettings(0, 8);
    }

    /** Whether any are wanted. */
    boolean wanted() {
        return perGroup > 0;
    }
}
