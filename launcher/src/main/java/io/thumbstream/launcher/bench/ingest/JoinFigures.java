package io.thumbstream.launcher.bench.ingest;

import io.thumbstream.lab.report.Demand;
import io.thumbstream.lab.report.Figure;
import io.thumbstream.lab.report.Interval;
import java.util.ArrayList;
import java.util.List;
import java.util.function.ToDoubleFunction;

/** Compares the joiner with Kafka's join, round by round. */
final class JoinFigures {
    private static final double DEMANDED_RATIO = 1;
    private static final double DEMANDED_RATE = 10_000;

    private final List<Run> ours = new ArrayList<>();
    private final List<Run> peers = new ArrayList<>();

    /**
     * One side over the whole input.
     *
     * @param events records of the input
     * @param threadSeconds processor time of its own threads
     * @param processSeconds processor time of the whole process meanwhile
     * @param wallSeconds from the start of its first thread to its last label
     */
    record Run(long events, double threadSeconds, double processSeconds, double wallSeconds) {
        /** Records per second of one processor. */
        double perCore() {
            return events / threadSeconds;
        }
    }

    void add(Run our, Run peer) {
        ours.add(our);
        peers.add(peer);
    }

    /** The ratio first. */
    List<Figure> figures() {
        double[] ratios = new double[ours.size()];
        for (int i = 0; i < ratios.length; i++) {
            ratios[i] = ours.get(i).perCore() / peers.get(i).perCore();
        }
        Interval ratio = Interval.of(ratios);
        double peer = mean(peers, Run::perCore);
        return List.of(
                new Figure("joiner-over-peer", ratio.mean(), "", Demand.atLeast(DEMANDED_RATIO)),
                Figure.of("joiner-over-peer-low", ratio.low(), ""),
                Figure.of("joiner-over-peer-high", ratio.high(), ""),
                new Figure(
                        "joiner-per-core",
                        mean(ours, Run::perCore),
                        "events/s",
                        peer >= DEMANDED_RATE ? Demand.atLeast(DEMANDED_RATE) : Demand.NONE),
                Figure.of("joiner-peer-per-core", peer, "events/s"),
                Figure.of("joiner-per-second", mean(ours, run -> run.events() / run.wallSeconds()), "events/s"),
                Figure.of("joiner-peer-per-second", mean(peers, run -> run.events() / run.wallSeconds()), "events/s"),
                Figure.of("joiner-process-time", mean(ours, JoinFigures::processMicros), "us/event"),
                Figure.of("joiner-peer-process-time", mean(peers, JoinFigures::processMicros), "us/event"),
                Figure.of("joiner-rounds", ours.size(), "rounds"));
    }

    private static double processMicros(Run run) {
        return 1e6 * run.processSeconds() / run.events();
    }

    private static double mean(List<Run> runs, ToDoubleFunction<Run> value) {
        return runs.stream().mapToDouble(value).average().orElse(Double.NaN);
    }
}
