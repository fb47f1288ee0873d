package io.thumbstream.model.checkpoint;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * {@code model.safetensors.index.json}: which file holds which tensor.
 *
 * @param file the index
 * @param shards file of each tensor by the tensor's name
 */
record ShardIndex(Path file, Map<String, Path> shards) {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String DOWNLOAD = "download the checkpoint again, all of its files";

    /** Reads the index {@code file} of a model directory and checks that every file is there. */
    static ShardIndex read(Path model, Path file) throws IOException {
        Path directory = model.normalize();
        Map<String, Path> shards = new LinkedHashMap<>();
        for (var entry : weightMap(file).properties()) {
            Path shard = directory.resolve(entry.getValue().asText()).normalize();
            if (!shard.startsWith(directory)) {
                throw new CorruptFileException(
                        file,
                        "shard " + entry.getValue().asText() + " lies outside the model directory",
                        "use relative shard names");
            }
            shards.put(entry.getKey(), shard);
        }
        if (shards.isEmpty()) {
            throw new CorruptFileException(file, "the weight map is missing or empty", "restore the index file");
        }
        ShardIndex index = new ShardIndex(file, shards);
        for (Path shard : index.files()) {
            if (!Files.isRegularFile(shard)) {
                throw new CorruptFileException(
                        shard, "the file is missing, but " + file.getFileName() + " names it", DOWNLOAD);
            }
        }
        return index;
    }

    private static JsonNode weightMap(Path file) throws IOException {
        try {
            return JSON.readTree(Files.readAllBytes(file)).path("weight_map");
        } catch (JsonProcessingException e) {
            throw new CorruptFileException(
                    file, "it is not JSON (" + e.getOriginalMessage() + ")", "restore the index file");
        }
    }

    /** The files, in order of their names. */
    List<Path> files() {
        return List.copyOf(new TreeSet<>(shards.values()));
    }

    /** Refuses a file without a tensor that the index places there, or with one that it places elsewhere. */
    void require(Path shard, Set<String> found) throws IOException {
        for (var entry : shards.entrySet()) {
            if (entry.getValue().equals(shard) && !found.contains(entry.getKey())) {
                throw new CorruptFileException(
                        shard,
                        "there is no tensor " + entry.getKey() + ", but " + file.getFileName() + " says so",
                        DOWNLOAD);
            }
        }
        for (String name : found) {
            Path place = shards.getOrDefault(name, shard);
            if (!place.equals(shard)) {
                throw new CorruptFileException(
                        shard,
                        "it holds tensor " + name + ", but " + file.getFileName() + " places it in "
                                + place.getFileName(),
                        DOWNLOAD);
            }
        }
    }
}
