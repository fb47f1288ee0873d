package io.thumbstream.lab.tasks;

import java.util.EnumMap;
import java.util.Map;

/**
 * What a grader found in an answer.
 *
 * @param style value of every attribute, each in [-1, 1]
 * @param valueRight whether exactly the right fact is repeated
 * @param procedureRight whether at least one step is given and all steps are the right ones in order
 * @param malformed share of the answer that is no language of the task, range [0, 1]; 0 for a clean answer
 * @param words number of words and numbers
 */
public record Grade(
        Map<Attribute, Double> style, boolean valueRight, boolean procedureRight, double malformed, int words) {
    public Grade {
        style = Map.copyOf(new EnumMap<>(style));
        if (style.size() != Attribute.values().length) {
            throw new IllegalArgumentException(
                    "A grade names " + style.size() + " attributes; give all " + Attribute.values().length);
        }
        if (!(malformed >= 0 && malformed <= 1)) {
            throw new IllegalArgumentException("malformed is " + malformed + "; give a share in [0, 1]");
        }
    }

    /** Returns the value of one attribute, range [-1, 1]. */
    public double style(Attribute attribute) {
        return style.getOrDefault(attribute, 0.0);
    }

    /** Correctness: half for the right fact, half for the right procedure; range [0, 1]. */
    public double correctness() {
        return (valueRight ? 0.5 : 0) + (procedureRight ? 0.5 : 0);
    }
}
