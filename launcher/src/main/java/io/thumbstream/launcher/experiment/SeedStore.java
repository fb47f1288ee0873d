package io.thumbstream.launcher.experiment;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Optional;

/** Results of seeds that are done, one file each, so that an interrupted experiment goes on with the next seed. */
final class SeedStore {
    private final ObjectMapper json = new ObjectMapper().enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES);
    private final Path directory;
    private final String key;

    /** @param key names program, settings and plan; a result under another key is not taken */
    SeedStore(Path directory, String key) {
        this.directory = directory;
        this.key = key;
    }

    /** The stored result of a seed, if there is one of the same key. */
    Optional<SeedResult> find(long seed) throws IOException {
        Path file = file(seed);
        if (!Files.exists(file)) {
            return Optional.empty();
        }
        JsonNode stored = json.readTree(Files.readAllBytes(file));
        if (!stored.path("key").asText().equals(key)) {
            return Optional.empty();
        }
        return Optional.of(json.treeToValue(stored.path("result"), SeedResult.class));
    }

    /** Keeps a result. */
    void save(SeedResult result) throws IOException {
        Files.createDirectories(directory);
        Path next = directory.resolve("seed-" + result.seed() + ".next");
        Files.writeString(
                next,
                json.createObjectNode()
                        .put("key", key)
                        .set("result", json.valueToTree(result))
                        .toString());
        Path unused = Files.move(next, file(result.seed()), StandardCopyOption.REPLACE_EXISTING);
    }

    private Path file(long seed) {
        return directory.resolve("seed-" + seed + ".json");
    }
}
