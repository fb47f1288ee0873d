package io.thumbstream.lab.completeness;

import java.util.ArrayList;
import java.util.List;

/** Ages at which a curve is told: 1, 2, 5, 10, 20, 50 seconds and so on, and the window at the end. */
final class AgeSteps {
    private static final double[] STEPS = {1, 2, 5};
    private static final double DECADE = 10;

    private AgeSteps() {}

    static List<Double> upTo(double windowSeconds) {
        List<Double> ages = new ArrayList<>();
        for (double decade = 1; decade < windowSeconds; decade *= DECADE) {
            for (double step : STEPS) {
                if (step * decade < windowSeconds) {
                    ages.add(step * decade);
                }
            }
        }
        ages.add(windowSeconds);
        return ages;
    }
}
