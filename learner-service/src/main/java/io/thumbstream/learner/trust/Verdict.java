package io.thumbstream.learner.trust;

import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;

/**
 * What the firewall makes of a person.
 *
 * @param person pseudonymous key
 * @param factor what the weights of the person's votes are multiplied with, in {@code [0, 1]}, before the limit on bursts
 * @param quarantined whether that is 0 until a human decides
 * @param reasons everything that speaks for or against the person, with its value; empty when nothing does
 */
public record Verdict(String person, double factor, boolean quarantined, Map<Reason, Double> reasons) {
    public Verdict {
        reasons = Collections.unmodifiableMap(new TreeMap<>(reasons));
    }

    /** What becomes of the person's votes, in a word. */
    public Treatment treatment() {
        if (quarantined) {
            return Treatment.QUARANTINED;
        }
        if (reasons.containsKey(Reason.DISCARDED)) {
            return Treatment.DISCARDED;
        }
        if (reasons.containsKey(Reason.RELEASED)) {
            return Treatment.RELEASED;
        }
        return factor < 1 ? Treatment.REDUCED : Treatment.WHOLE;
    }
}
