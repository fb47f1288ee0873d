package io.thumbstream.launcher.trial;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Curves that are done, a file for each arm and seed, so that a trial that was stopped goes on. A file of another build, of other
 * settings or of another form is passed over and replaced.
 */
final class TrialStore {
    private static final String KEY = "key";
    private static final String FORM = "form";
    private static final String POINTS = "points";
    private static final String BEST_OF = "best-of";
    /** Points hold entropy and routes since form 3, fidelity, the share that is good in both aspects and accuracy since form 4. */
    private static final int NEWEST = 4;

    private final Path directory;
    private final String key;

    /** @param key of build, settings and bed: everything that a curve depends on but arm and seed */
    TrialStore(Path directory, String key) {
        this.directory = directory;
        this.key = key;
    }

    Optional<ArmCurve> find(String arm, long seed) throws IOException {
        Path file = file(arm, seed);
        if (!Files.exists(file)) {
            return Optional.empty();
        }
        JsonNode node = new ObjectMapper().readTree(file.toFile());
        if (!node.path(KEY).asText().equals(key) || node.path(FORM).asInt() != NEWEST) {
            return Optional.empty();
        }
        List<ArmCurve.Point> points = new ArrayList<>();
        node.path(POINTS).forEach(point -> points.add(point(point)));
        return Optional.of(new ArmCurve(points, node.path(BEST_OF).asBoolean()));
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
                        node.path("accuracy").asDouble()));
    }

    /** Writes beside and moves, so that a file is whole or not there. */
    void save(String arm, long seed, ArmCurve curve) throws IOException {
        ObjectNode node = new ObjectMapper()
                .createObjectNode()
                .put(KEY, key)
                .put(FORM, NEWEST)
                .put(BEST_OF, curve.bestOf());
        ArrayNode points = node.putArray(POINTS);
        for (ArmCurve.Point point : curve.points()) {
            ArrayNode byLength = points.addObject()
                    .put("step", point.step())
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
        Files.createDirectories(directory);
        Path beside = directory.resolve(".writing");
        Files.writeString(beside, node.toString());
        Files.move(beside, file(arm, seed), StandardCopyOption.REPLACE_EXISTING);
    }

    private Path file(String arm, long seed) {
        return directory.resolve("seed-" + seed + "-" + arm + ".json");
    }
}
