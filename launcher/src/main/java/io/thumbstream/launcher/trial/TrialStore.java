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
 * Curves that are done, a file for each arm and seed, so that a trial that was stopped goes on. A file of another build or of other
 * settings is passed over and replaced.
 */
final class TrialStore {
    private static final String KEY = "key";
    private static final String POINTS = "points";

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
        if (!node.path(KEY).asText().equals(key)) {
            return Optional.empty();
        }
        List<ArmCurve.Point> points = new ArrayList<>();
        node.path(POINTS)
                .forEach(point -> points.add(
                        new ArmCurve.Point(point.path(0).asInt(), point.path(1).asDouble())));
        return Optional.of(new ArmCurve(points));
    }

    /** Writes beside and moves, so that a file is whole or not there. */
    void save(String arm, long seed, ArmCurve curve) throws IOException {
        ObjectNode node = new ObjectMapper().createObjectNode().put(KEY, key);
        ArrayNode points = node.putArray(POINTS);
        curve.points().forEach(point -> points.addArray().add(point.step()).add(point.worth()));
        Files.createDirectories(directory);
        Path beside = directory.resolve(".writing");
        Files.writeString(beside, node.toString());
        Files.move(beside, file(arm, seed), StandardCopyOption.REPLACE_EXISTING);
    }

    private Path file(String arm, long seed) {
        return directory.resolve("seed-" + seed + "-" + arm + ".json");
    }
}
