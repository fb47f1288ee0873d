package io.thumbstream.reward.assemble;

import java.util.List;

/**
 * Two answers of a group that people could be asked to compare, whether they were or not. Immutable.
 *
 * @param first rollout id of the one with the lower index
 * @param second rollout id of the other
 * @param probability with which people are asked, before the coin fell, range (0, 1]
 */
public record AskedPair(String first, String second, double probability) {
    public AskedPair {
        if (!(probability > 0 && probability <= 1)) {
            throw new IllegalArgumentException("the probability of asking about " + first + " and " + second + " is "
                    + probability + "; it must lie above 0 and up to 1");
        }
    }

    /** Whether these are its two answers, in any order. */
    public boolean isAbout(List<String> rolloutIds) {
        return rolloutIds.size() == 2 && rolloutIds.contains(first) && rolloutIds.contains(second);
    }
}
