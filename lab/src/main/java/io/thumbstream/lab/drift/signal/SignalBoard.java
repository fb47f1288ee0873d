package io.thumbstream.lab.drift.signal;

import io.thumbstream.lab.drift.monitor.DriftMonitor;
import io.thumbstream.lab.drift.monitor.DriftMonitors;
import io.thumbstream.lab.prequential.Prediction;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/** The numbers that are measured, as they stand, and the monitors that look at some of them. Owned by one thread. */
public final class SignalBoard {
    private final List<Measure> measures;
    private final List<DriftSignal> signals;
    private final Map<Measure, DriftMonitor> monitors = new EnumMap<>(Measure.class);
    private final Map<Measure, Shown> shown = new EnumMap<>(Measure.class);

    /**
     * Without numbers so far.
     *
     * @throws io.thumbstream.runtime.error.ConfigException when a monitor is not there or set wrongly
     */
    public SignalBoard(SignalSettings settings) {
        this.measures = settings.measures();
        this.signals = List.of(
                new LearningSignalMonitor(settings),
                new RewardGamingMonitor(settings),
                new RewardShiftMonitor(settings));
        settings.watch()
                .forEach(watched -> monitors.put(watched.measure(), DriftMonitors.CATALOG.create(watched.monitor())));
    }

    private record Shown(double value, long samples) {}

    /** Takes a revision of a group. */
    public void group(SignalGroup group) {
        Consumer<Reading> out = this::take;
        signals.forEach(signal -> signal.group(group, out));
    }

    /** Takes what the reward model said about a label before it learned from it. */
    public void prediction(Prediction prediction) {
        Consumer<Reading> out = this::take;
        signals.forEach(signal -> signal.prediction(prediction, out));
    }

    /** Numbers that there are so far, in the order of {@link Measure}. */
    public List<SignalState> states() {
        return shown.entrySet().stream()
                .map(entry -> new SignalState(
                        entry.getKey(),
                        entry.getValue().value(),
                        entry.getValue().samples(),
                        Optional.ofNullable(monitors.get(entry.getKey())).map(DriftMonitor::state)))
                .toList();
    }

    /** Numbers that are not finite, which only broken records can make, are left out. */
    private void take(Reading reading) {
        if (!measures.contains(reading.measure())
                || !Double.isFinite(reading.sample())
                || !Double.isFinite(reading.shown())) {
            return;
        }
        shown.merge(
                reading.measure(),
                new Shown(reading.shown(), 1),
                (old, fresh) -> new Shown(fresh.value(), old.samples() + 1));
        DriftMonitor monitor = monitors.get(reading.measure());
        if (monitor != null) {
            monitor.add(reading.sample());
        }
    }
}
