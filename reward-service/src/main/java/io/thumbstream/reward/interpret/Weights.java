package io.thumbstream.reward.interpret;

/** Range checks of label weights. */
final class Weights {
    private Weights() {}

    static void check(String name, double weight) {
        if (!(weight >= 0) || Double.isInfinite(weight)) {
            throw new IllegalArgumentException(name + " is " + weight + "; give a finite number of 0 or more");
        }
    }

    /** Of what a weight is multiplied by at most. */
    static void checkFactor(String name, double factor) {
        if (!(factor >= 1) || Double.isInfinite(factor)) {
            throw new IllegalArgumentException(name + " is " + factor + "; give a finite number of 1 or more");
        }
    }
}
