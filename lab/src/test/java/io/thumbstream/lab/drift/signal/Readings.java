package io.thumbstream.lab.drift.signal;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** Numbers that a signal gave, in order. */
final class Readings implements Consumer<Reading> {
    private final List<Reading> all = new ArrayList<>();

    @Override
    public void accept(Reading reading) {
        all.add(reading);
    }

    List<Reading> all() {
        return List.copyOf(all);
    }

    List<Double> samples(Measure measure) {
        return all.stream()
                .filter(reading -> reading.measure() == measure)
                .map(Reading::sample)
                .toList();
    }

    List<Double> shown(Measure measure) {
        return all.stream()
                .filter(reading -> reading.measure() == measure)
                .map(Reading::shown)
                .toList();
    }
}
