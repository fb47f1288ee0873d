package io.thumbstream.lab.prequential;

/**
 * What a model said about one vote before it learned from it.
 *
 * @param id label id
 * @param group what it is reported under, for example a debate; empty for none
 * @param predicted probability of the positive outcome, range [0, 1]
 * @param target 1 positive, 0 negative, 0.5 a tie, range [0, 1]
 */
public record Prediction(String id, String group, double predicted, double target) {
    public Prediction {
        if (!(predicted >= 0 && predicted <= 1 && target >= 0 && target <= 1)) {
            throw new IllegalArgumentException("Prediction " + predicted + " or target " + target + " of " + id
                    + " is outside [0, 1]; give probabilities");
        }
    }

    /** Returns whether the vote names no winner. */
    public boolean tie() {
        return target == 0.5;
    }

    /** 1 for a right guess, 0 for a wrong one, 0.5 when the model says exactly one half. */
    double hit() {
        return predicted == 0.5 ? 0.5 : (predicted > 0.5) == (target > 0.5) ? 1 : 0;
    }
}
