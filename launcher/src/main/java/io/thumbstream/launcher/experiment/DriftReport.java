package io.thumbstream.launcher.experiment;

import io.thumbstream.lab.drive.GoldWindow;
import io.thumbstream.lab.report.Curve;
import io.thumbstream.lab.report.Demand;
import io.thumbstream.lab.report.Figure;
import io.thumbstream.lab.report.Figures;
import io.thumbstream.lab.trace.LatencySummary;
import io.thumbstream.lab.trace.VoteTrace;
import io.thumbstream.launcher.up.LatencyFigures;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.ToDoubleFunction;
import java.util.function.ToLongFunction;
import java.util.stream.Stream;

/**
 * Figures and curves of the drift experiment.
 *
 * @param base the shipped policy
 * @param seeds what each seed showed, at least one
 */
record DriftReport(BaseScore base, List<SeedResult> seeds) {
    /** Share of the way to the best of 64 that 3,000 votes must make. */
    static final double SHARE = 0.5;

    /** Part of that share that must be reached again, under the new taste, after as many votes again. */
    static final double RECOVERY = 0.9;

    DriftReport {
        seeds = List.copyOf(seeds);
    }

    /** All figures: what was demanded of all seeds together first, then each seed's own. */
    Figures figures() {
        List<Figure> figures = new ArrayList<>(bookkeeping());
        figures.addAll(LatencyFigures.of(latency()));
        figures.add(Figure.of("gold-utility-base", base.old(), "points"));
        figures.add(Figure.of("gold-utility-best-of-64", base.bestOld(), "points"));
        figures.add(Figure.of("gold-utility-final", mean(SeedResult::learned), "points"));
        figures.add(Figure.of("gold-utility-base-new-taste", base.fresh(), "points"));
        figures.add(Figure.of("gold-utility-best-of-64-new-taste", base.bestFresh(), "points"));
        figures.add(Figure.of("gold-utility-adapted", mean(SeedResult::adapted), "points"));
        figures.add(Figure.of("gold-utility-frozen-policy", mean(SeedResult::frozen), "points"));
        figures.add(Figure.of("gold-utility-frozen-reward-model", mean(SeedResult::halfAdapted), "points"));
        figures.add(all("seeds-share-of-best-reached", seed -> seed.share(base) >= SHARE));
        figures.add(all("seeds-recovered-from-flip", seed -> seed.recovery(base) >= RECOVERY));
        figures.add(all("seeds-frozen-policy-worse", seed -> seed.frozen() < seed.adapted()));
        figures.add(all("seeds-frozen-reward-model-worse", seed -> seed.halfAdapted() < seed.adapted()));
        seeds.forEach(seed -> figures.addAll(ofSeed(seed)));
        return new Figures(figures);
    }

    private List<Figure> bookkeeping() {
        long accepted = sum(PhaseResult::accepted);
        return List.of(
                Figure.of("votes-accepted", accepted, "votes"),
                new Figure("votes-labelled", sum(PhaseResult::labelled), "votes", Demand.exactly(accepted)),
                new Figure("requests-refused", sum(PhaseResult::refused), "requests", Demand.exactly(0)));
    }

    private List<Figure> ofSeed(SeedResult seed) {
        String prefix = "seed-" + seed.seed() + "-";
        return List.of(
                new Figure(prefix + "share-of-best", seed.share(base), "ratio", Demand.atLeast(SHARE)),
                new Figure(prefix + "flip-recovery", seed.recovery(base), "ratio", Demand.atLeast(RECOVERY)),
                Figure.of(prefix + "gold-utility-final", seed.learned(), "points"),
                Figure.of(prefix + "gold-utility-adapted", seed.adapted(), "points"),
                Figure.of(prefix + "gold-utility-frozen-policy", seed.frozen(), "points"),
                Figure.of(prefix + "gold-utility-frozen-reward-model", seed.halfAdapted(), "points"),
                Figure.of(prefix + "policy-steps-before", seed.before().steps(), "steps"),
                Figure.of(prefix + "policy-steps-after", seed.after().steps(), "steps"),
                Figure.of(
                        prefix + "seconds",
                        seed.phases().stream().mapToDouble(PhaseResult::seconds).sum(),
                        "seconds"));
    }

    /** True utility of displayed answers over votes, a line per seed and arm, and the way of votes into answers. */
    List<Curve> curves() {
        List<Curve> curves = new ArrayList<>();
        curve("gold-utility", "True utility of displayed answers", seed -> Stream.concat(
                                seed.before().windows().stream(), seed.after().windows().stream())
                        .toList())
                .ifPresent(curves::add);
        curve(
                        "gold-utility-frozen-reward-model",
                        "The same with the reward model frozen at the change",
                        seed -> seed.afterFrozenReward().windows())
                .ifPresent(curves::add);
        LatencyFigures.histogram(latency()).ifPresent(curves::add);
        return curves;
    }

    private Optional<Curve> curve(String name, String title, Function<SeedResult, List<GoldWindow>> windows) {
        List<Curve.Line> lines = seeds.stream()
                .filter(seed -> !windows.apply(seed).isEmpty())
                .map(seed -> new Curve.Line(
                        "seed " + seed.seed(),
                        windows.apply(seed).stream()
                                .map(window -> (double) window.toVotes())
                                .toList(),
                        windows.apply(seed).stream().map(GoldWindow::mean).toList()))
                .toList();
        return lines.isEmpty()
                ? Optional.empty()
                : Optional.of(new Curve(name, title, "votes", "points", false, lines));
    }

    private LatencySummary latency() {
        List<VoteTrace> traces = seeds.stream()
                .flatMap(SeedResult::learning)
                .flatMap(phase -> phase.traces().stream())
                .toList();
        return LatencySummary.of(traces);
    }

    private Figure all(String name, Predicate<SeedResult> claim) {
        return new Figure(name, seeds.stream().filter(claim).count(), "seeds", Demand.exactly(seeds.size()));
    }

    private double mean(ToDoubleFunction<SeedResult> value) {
        return seeds.stream().mapToDouble(value).average().orElseThrow();
    }

    private long sum(ToLongFunction<PhaseResult> value) {
        return seeds.stream()
                .flatMap(seed -> seed.phases().stream())
                .mapToLong(value)
                .sum();
    }
}
