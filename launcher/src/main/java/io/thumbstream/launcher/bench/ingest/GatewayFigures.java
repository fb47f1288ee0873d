package io.thumbstream.launcher.bench.ingest;

import io.thumbstream.lab.report.Demand;
import io.thumbstream.lab.report.Figure;
import io.thumbstream.lab.report.Interval;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;

/** Compares the ways of sending round by round, so that what slows the machine for longer than a round slows all of them. */
final class GatewayFigures {
    private static final double DEMANDED_RATIO = 0.5;
    private static final double DEMANDED_RATE = 5_000;
    private static final double FAST_MACHINE = 10_000;
    private static final double MOST_MILLIS = 50;
    private static final double HALF = 0.5;
    private static final double P99 = 0.99;

    private final List<Round> rounds = new ArrayList<>();

    /**
     * One slice of each way.
     *
     * @param single one vote a request
     * @param batch many votes a request
     * @param raw a producer that is kept full
     * @param window a producer with as many records under way as the batches have votes
     */
    record Round(Slice single, Slice batch, Slice raw, Slice window) {}

    void add(Round round) {
        rounds.add(round);
    }

    /** The ratios first. */
    List<Figure> figures() {
        double raw = mean(round -> round.raw().rate());
        Demand rate = raw >= FAST_MACHINE ? Demand.atLeast(DEMANDED_RATE) : Demand.NONE;
        Interval batches = ratio(Round::batch, Round::raw);
        List<Figure> figures = new ArrayList<>();
        figures.add(new Figure("gateway-batch-over-raw", batches.mean(), "", Demand.atLeast(DEMANDED_RATIO)));
        figures.add(Figure.of("gateway-batch-over-raw-low", batches.low(), ""));
        figures.add(Figure.of("gateway-batch-over-raw-high", batches.high(), ""));
        figures.add(Figure.of(
                "gateway-batch-over-raw-window",
                ratio(Round::batch, Round::window).mean(),
                ""));
        figures.add(Figure.of(
                "gateway-single-over-raw", ratio(Round::single, Round::raw).mean(), ""));
        figures.add(new Figure(
                "gateway-batch-per-second", mean(round -> round.batch().rate()), "votes/s", rate));
        figures.add(new Figure(
                "gateway-single-per-second", mean(round -> round.single().rate()), "votes/s", rate));
        figures.add(Figure.of("gateway-raw-per-second", raw, "records/s"));
        figures.add(Figure.of(
                "gateway-raw-window-per-second", mean(round -> round.window().rate()), "records/s"));
        latency(figures, "gateway-batch", Round::batch, Demand.atMost(MOST_MILLIS));
        latency(figures, "gateway-single", Round::single, Demand.atMost(MOST_MILLIS));
        latency(figures, "gateway-raw-window", Round::window, Demand.NONE);
        figures.add(new Figure("gateway-refused", refused(), "votes", Demand.exactly(0)));
        figures.add(Figure.of("gateway-rounds", rounds.size(), "rounds"));
        return figures;
    }

    private void latency(List<Figure> figures, String name, Function<Round, Slice> way, Demand demand) {
        Latencies all = new Latencies();
        rounds.forEach(round -> all.addAll(way.apply(round).latencies()));
        figures.add(Figure.of(name + "-p50", all.quantileMillis(HALF), "ms"));
        figures.add(new Figure(name + "-p99", all.quantileMillis(P99), "ms", demand));
    }

    private Interval ratio(Function<Round, Slice> over, Function<Round, Slice> under) {
        return Interval.of(rounds.stream()
                .mapToDouble(
                        round -> over.apply(round).rate() / under.apply(round).rate())
                .toArray());
    }

    private double mean(ToDoubleFunction<Round> value) {
        return rounds.stream().mapToDouble(value).average().orElse(Double.NaN);
    }

    private double refused() {
        return rounds.stream()
                .mapToLong(round -> round.single().refused() + round.batch().refused())
                .sum();
    }
}
