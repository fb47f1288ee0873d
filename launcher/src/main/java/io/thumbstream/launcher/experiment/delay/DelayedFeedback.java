package io.thumbstream.launcher.experiment.delay;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.thumbstream.lab.delay.DelayLaw;
import io.thumbstream.lab.delay.DelayedWorld;
import io.thumbstream.lab.delay.ShownAnswer;
import io.thumbstream.learner.correct.FeedbackKind;
import io.thumbstream.learner.correct.KindCorrection;
import io.thumbstream.learner.correct.Silence;
import io.thumbstream.runtime.catalog.TechniqueChoice;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Known rates of "yes" learned from late and lacking feedback, plainly and with each correction.
 *
 * <p>What a correction must be told about the delays is measured as {@code feedback completeness} measures it, on an earlier record
 * of the same world with another seed.
 */
final class DelayedFeedback {
    private static final double RATE = 0.2;
    private static final double SECONDS_BETWEEN = 0.1;
    private static final long EARLIER = 1_000_003;

    private final int answers;
    private final Map<String, Place> places = new LinkedHashMap<>();

    /** A world, the kind of its feedback, and the window of that kind in seconds. */
    private record Place(LateTrial trial, double window) {}

    /** @param answers shown in each world, at least 1 */
    DelayedFeedback(int answers) {
        this.answers = answers;
        DelayLaw waits = new DelayLaw.LogNormal(60, 1.2);
        add("exponential", FeedbackKind.OUTCOME, RATE, RATE, new DelayLaw.Exponential(90), 60);
        add("log-normal", FeedbackKind.OUTCOME, RATE, RATE, waits, 60);
        add("heavy-tailed", FeedbackKind.OUTCOME, RATE, RATE, new DelayLaw.HeavyTailed(60, 1.2), 60);
        add("mix-thumb", FeedbackKind.THUMB, 0.5, 0.5, new DelayLaw.Exponential(30), 30);
        add("mix-implicit", FeedbackKind.IMPLICIT, 0.15, 0.15, new DelayLaw.LogNormal(40, 1), 60);
        add("mix-outcome", FeedbackKind.OUTCOME, 0.1, 0.1, new DelayLaw.HeavyTailed(120, 1.5), 90);
        add("drifting", FeedbackKind.OUTCOME, 0.1, 0.3, waits, 60);
    }

    private void add(String name, FeedbackKind kind, double from, double to, DelayLaw law, double window) {
        DelayedWorld world = new DelayedWorld(from, to, law, answers, SECONDS_BETWEEN);
        places.put(name, new Place(new LateTrial(kind, world), window));
    }

    /** Runs every world with every reading, once for each seed. */
    DelayReport run(List<Long> seeds) {
        DelayReport report = new DelayReport();
        for (long seed : seeds) {
            places.forEach((name, place) -> late(name, place, seed, report));
            lacking("asked", new LackingTrial(0.05, 0.5, 1, 1), "inverse-asking", settings(), seed, report);
            ObjectNode willing = settings().put("approving", 0.05).put("disapproving", 0.15);
            lacking("answered", new LackingTrial(1, 1, 0.05, 0.15), "inverse-answering", willing, seed, report);
        }
        return report;
    }

    private static void late(String name, Place place, long seed, DelayReport report) {
        DelayedWorld world = place.trial().world();
        List<ShownAnswer> drawn = world.draw(seed);
        for (Reading reading : Reading.all(place.window(), measured(world, place.window(), seed + EARLIER))) {
            report.add(name, reading.name(), place.trial().error(drawn, reading));
        }
        report.add(name, DelayReport.KNOWN, place.trial().errorOfKnowing(drawn));
    }

    private static Reading.Measured measured(DelayedWorld world, double window, long seed) {
        List<ShownAnswer> earlier = world.draw(seed);
        double arrived = world.measured(earlier)
                .share(window)
                .orElseThrow(() -> new IllegalStateException("a record of " + world.answers()
                        + " answers says nothing about the share after " + window + " s"));
        return new Reading.Measured(arrived, world.meanDelay(earlier));
    }

    private void lacking(
            String name, LackingTrial trial, String technique, ObjectNode settings, long seed, DelayReport report) {
        report.add(name, DelayReport.PLAIN, trial.error(seed, answers, KindCorrection.NONE));
        KindCorrection correction =
                new KindCorrection(Silence.UNOBSERVED, List.of(new TechniqueChoice(technique, settings)));
        report.add(name, technique, trial.error(seed, answers, correction));
    }

    private static ObjectNode settings() {
        return JsonNodeFactory.instance.objectNode();
    }
}
