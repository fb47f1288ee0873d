package io.thumbstream.reward.interpret;

/** Range check of label weights. */
final class Weights {
    private Weights() {}

    static void check(String name, double weight) {
        if (!(weight >= 0) || Double.isInfinite(weight)) {
            throw new IllegalArgumentException(name + " is " + weight + "; give a finite number of 0 or more");
        }
    }
}
