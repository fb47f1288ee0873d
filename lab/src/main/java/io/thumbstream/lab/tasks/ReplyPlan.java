package io.thumbstream.lab.tasks;

import java.util.List;

/**
 * What an answer shall be like before it is put into words.
 *
 * @param length number of steps given, range [1, 3]
 * @param greets whether it greets; one half of warmth
 * @param closes whether it ends with a kind word; the other half of warmth
 * @param formal formal rather than casual words
 * @param numbered numbered steps rather than prose
 * @param apologises whether it says sorry
 * @param asksBack whether it asks a question
 * @param value the fact it repeats, right or wrong
 * @param steps the procedure it gives, right or wrong
 */
public record ReplyPlan(
        int length,
        boolean greets,
        boolean closes,
        boolean formal,
        boolean numbered,
        boolean apologises,
        boolean asksBack,
        String value,
        List<String> steps) {
    public ReplyPlan {
        steps = List.copyOf(steps);
        if (length < 1 || length > steps.size()) {
            throw new IllegalArgumentException(
                    "Length " + length + " is outside [1, " + steps.size() + "]; ask for as many steps as there are");
        }
    }

    /** Warmth level: -1 cool, 0 in between, 1 warm. */
    public int warmth() {
        return (greets ? 1 : 0) + (closes ? 1 : 0) - 1;
    }
}
