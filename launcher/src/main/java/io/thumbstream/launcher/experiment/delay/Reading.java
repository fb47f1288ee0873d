package io.thumbstream.launcher.experiment.delay;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.thumbstream.learner.correct.KindCorrection;
import io.thumbstream.learner.correct.Silence;
import io.thumbstream.runtime.catalog.TechniqueChoice;
import java.util.List;

/**
 * One way to learn from a stream with silence and late feedback.
 *
 * @param name in the report
 * @param patience seconds until silence is read as "no"
 * @param late whether feedback that comes after that is learned
 * @param correction how labels are corrected
 */
record Reading(String name, double patience, boolean late, KindCorrection correction) {

    /** All that is known about the delays of a kind, from an earlier record. */
    record Measured(double arrived, double meanDelay) {}

    private static final KindCorrection AS_IT_IS = new KindCorrection(Silence.NEGATIVE, List.of());

    /** Everything to compare for a kind whose window is {@code window} seconds. */
    static List<Reading> all(double window, Measured measured) {
        ObjectNode shift = settings().put("window", duration(window)).put("arrived", measured.arrived());
        ObjectNode delay = settings().put("window", duration(window)).put("mean-delay", duration(measured.meanDelay()));
        return List.of(
                new Reading("plain-closed", window, false, AS_IT_IS),
                new Reading("plain-late", window, true, AS_IT_IS),
                by("elapsed-time", window, settings().put("arrived", measured.arrived())),
                by("feedback-shift", window, shift),
                by("delay-model", window, delay),
                by("fake-negative-weighted", 0, settings()),
                by("fake-negative-calibration", 0, settings()));
    }

    private static Reading by(String technique, double patience, ObjectNode settings) {
        TechniqueChoice choice = new TechniqueChoice(technique, settings);
        return new Reading(technique, patience, true, new KindCorrection(Silence.NEGATIVE, List.of(choice)));
    }

    private static ObjectNode settings() {
        return JsonNodeFactory.instance.objectNode();
    }

    private static String duration(double seconds) {
        return Math.round(1000 * seconds) + "ms";
    }
}
