package io.thumbstream.launcher.experiment;

import io.thumbstream.lab.report.Demand;
import io.thumbstream.lab.report.Figure;
import io.thumbstream.lab.report.Figures;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;

/**
 * Figures of the firewall experiment: ratios of means over the seeds first, then what they are made of, then each seed's own.
 *
 * @param untilted utility of the policy before any vote, in points
 * @param seeds what each seed showed, at least one
 */
record FirewallReport(double untilted, List<FirewallSeed> seeds) {
    /** Largest share of what hostile accounts move without the firewall that they may move with it. */
    static final double MOVED = 0.25;

    /** Smallest share of a minority's gain that must be left to it. */
    static final double KEPT = 0.9;

    private static final String POINTS = "points";

    FirewallReport {
        seeds = List.copyOf(seeds);
    }

    Figures figures() {
        double moved = mean(FirewallSeed::moved);
        double guarded = mean(FirewallSeed::movedGuarded);
        double gain = mean(FirewallSeed::gain);
        double gainGuarded = mean(FirewallSeed::gainGuarded);
        List<Figure> figures = new ArrayList<>(List.of(
                new Figure("hostile-moved-share", guarded / moved, "ratio", Demand.atMost(MOVED)),
                new Figure("minority-gain-kept", gainGuarded / gain, "ratio", Demand.atLeast(KEPT)),
                Figure.of("hostile-moved", moved, POINTS),
                Figure.of("hostile-moved-firewall", guarded, POINTS),
                Figure.of("quiet-hostile-moved", mean(FirewallSeed::movedQuietly), POINTS),
                Figure.of("quiet-hostile-moved-firewall", mean(FirewallSeed::movedQuietlyGuarded), POINTS),
                Figure.of("minority-gain", gain, POINTS),
                Figure.of("minority-gain-firewall", gainGuarded, POINTS),
                Figure.of("hostile-quarantined", mean(FirewallSeed::caught), "share"),
                Figure.of("honest-quarantined", mean(FirewallSeed::wronged), "people"),
                Figure.of("gold-utility-untaught", untilted, POINTS)));
        figures.add(utility("honest", FirewallSeed::honest));
        figures.add(utility("honest-firewall", FirewallSeed::honestGuarded));
        figures.add(utility("hostile", FirewallSeed::loud));
        figures.add(utility("hostile-firewall", FirewallSeed::loudGuarded));
        seeds.forEach(seed -> figures.addAll(ofSeed(seed)));
        return new Figures(figures);
    }

    private Figure utility(String arm, Function<FirewallSeed, FirewallArm.Result> result) {
        return Figure.of("gold-utility-" + arm, mean(seed -> result.apply(seed).first()), POINTS);
    }

    private static List<Figure> ofSeed(FirewallSeed seed) {
        String prefix = "seed-" + seed.seed() + "-";
        return List.of(
                Figure.of(prefix + "hostile-moved", seed.moved(), POINTS),
                Figure.of(prefix + "hostile-moved-firewall", seed.movedGuarded(), POINTS),
                Figure.of(prefix + "minority-gain", seed.gain(), POINTS),
                Figure.of(prefix + "minority-gain-firewall", seed.gainGuarded(), POINTS));
    }

    private double mean(ToDoubleFunction<FirewallSeed> value) {
        return seeds.stream().mapToDouble(value).average().orElseThrow();
    }
}
