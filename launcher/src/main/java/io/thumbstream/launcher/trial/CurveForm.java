package io.thumbstream.launcher.trial;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.thumbstream.launcher.result.ResultStore;
import java.util.ArrayList;
import java.util.List;

/** A curve as it is kept. */
final class CurveForm implements ResultStore.Form<ArmCurve> {
    private static final String POINTS = "points";
    private static final String BEST_OF = "best-of";
    private static final String CHOSEN = "chosen";
    private static final String REJECTED = "rejected";
    private static final String SIGNAL = "signal";
    private static final String GREEDY = "greedy";

    /**
     * Points hold entropy and routes since form 3, fidelity, the share that is good in both aspects and accuracy since form 4, what was measured of
     * the policy itself since form 5; of that is left out what could not be.
     */
    @Override
    public int number() {
        return 5;
    }

    @Override
    public void write(ArmCurve curve, ObjectNode file) {
        file.put(BEST_OF, curve.bestOf());
        ArrayNode points = file.putArray(POINTS);
        for (ArmCurve.Point point : curve.points()) {
            ObjectNode node = points.addObject();
            write(point.beside().inside(), node);
            ArrayNode byLength = node.put("step", point.step())
                    .put("worth", point.worth())
                    .put("best", point.best())
                    .put("kl", point.kl())
                    .put("length", point.length())
                    .put("score", point.score())
                    .put("entropy", point.entropy())
                    .put("routes", point.routes())
                    .put("fidelity", point.beside().fidelity())
                    .put("both", point.beside().both())
                    .put("accuracy", point.beside().accuracy())
                    .putArray("by-length");
            point.byLength()
                    .forEach(bucket -> byLength.addArray().add(bucket.answers()).add(bucket.sum()));
        }
    }

    private static void write(PolicyInside inside, ObjectNode node) {
        write(CHOSEN, inside.chosen(), node);
        write(REJECTED, inside.rejected(), node);
        write(SIGNAL, inside.signal(), node);
        write(GREEDY, inside.greedy(), node);
    }

    private static void write(String name, double value, ObjectNode node) {
        if (Double.isFinite(value)) {
            node.put(name, value);
        }
    }

    @Override
    public ArmCurve read(JsonNode file) {
        List<ArmCurve.Point> points = new ArrayList<>();
        file.path(POINTS).forEach(point -> points.add(point(point)));
        return new ArmCurve(points, file.path(BEST_OF).asBoolean());
    }

    private static ArmCurve.Point point(JsonNode node) {
        List<ArmCurve.Bucket> byLength = new ArrayList<>();
        node.path("by-length")
                .forEach(bucket -> byLength.add(new ArmCurve.Bucket(
                        bucket.path(0).asInt(), bucket.path(1).asDouble())));
        return new ArmCurve.Point(
                node.path("step").asInt(),
                node.path("worth").asDouble(),
                node.path("best").asDouble(),
                node.path("kl").asDouble(),
                node.path("length").asDouble(),
                node.path("score").asDouble(),
                node.path("entropy").asDouble(),
                node.path("routes").asDouble(),
                byLength,
                new ArmCurve.Beside(
                        node.path("fidelity").asDouble(),
                        node.path("both").asDouble(),
                        node.path("accuracy").asDouble(),
                        inside(node)));
    }

    private static PolicyInside inside(JsonNode node) {
        return new PolicyInside(
                node.path(CHOSEN).asDouble(Double.NaN),
                node.path(REJECTED).asDouble(Double.NaN),
                node.path(SIGNAL).asDouble(Double.NaN),
                node.path(GREEDY).asDouble(Double.NaN));
    }
}
