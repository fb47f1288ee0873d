package io.thumbstream.gateway.view;

import java.util.ArrayDeque;
import java.util.OptionalDouble;

/** Mean of the newest values. Not thread-safe. */
final class SlidingMean {
    private final int size;
    private final ArrayDeque<Double> values = new ArrayDeque<>();

    SlidingMean(int size) {
        this.size = size;
    }

    void add(double value) {
        if (!Double.isFinite(value)) {
            return;
        }
        values.addLast(value);
        if (values.size() > size) {
            values.removeFirst();
        }
    }

    OptionalDouble mean() {
        return values.stream().mapToDouble(Double::doubleValue).average();
    }
}
