package io.thumbstream.launcher.rewardtrial;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.thumbstream.model.checkpoint.Digests;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;

/**
 * Measures that are done, a file for each arm, seed and key, so that a trial that was stopped goes on and what another build or other
 * settings came to stays beside it.
 */
final class RewardTrialStore {
    private static final String KEY = "key";
    private static final String VALUES = "values";
    private static final int NAMED = 12;

    private final Path directory;
    private final String key;

    /** @param key of build, data and settings: everything that measures depend on but arm and seed */
    RewardTrialStore(Path directory, String key) {
        this.directory = directory;
        this.key = key;
    }

    Optional<Measures> find(String arm, long seed) throws IOException {
        Path file = file(arm, seed);
        if (!Files.exists(file)) {
            return Optional.empty();
        }
        JsonNode node = new ObjectMapper().readTree(file.toFile());
        if (!node.path(KEY).asText().equals(key)) {
            return Optional.empty();
        }
        Map<RewardMetric, Double> values = new EnumMap<>(RewardMetric.class);
        for (RewardMetric metric : RewardMetric.values()) {
            values.put(metric, node.path(VALUES).path(metric.key()).asDouble(Double.NaN));
        }
        return Optional.of(new Measures(values));
    }

    /** Writes beside and moves, so that a file is whole or not there. */
    void save(String arm, long seed, Measures measures) throws IOException {
        ObjectNode node = new ObjectMapper().createObjectNode().put(KEY, key);
        ObjectNode values = node.putObject(VALUES);
        measures.values().forEach((metric, value) -> values.put(metric.key(), value));
        Files.createDirectories(directory);
        Path beside = directory.resolve(".writing");
        Files.writeString(beside, node.toString());
        Files.move(beside, file(arm, seed), StandardCopyOption.REPLACE_EXISTING);
    }

    private Path file(String arm, long seed) {
        return directory.resolve(
                "seed-" + seed + "-" + arm + "-" + Digests.of(key).substring(0, NAMED) + ".json");
    }
}
