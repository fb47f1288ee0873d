package io.thumbstream.learner.engine;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Reads and writes {@code state.json}, the engine's part of a checkpoint. */
final class EngineStateFile {
    static final String NAME = "state.json";
    private static final ObjectMapper JSON = new ObjectMapper();

    private EngineStateFile() {}

    static void write(EngineState state, Path directory) {
        ObjectNode root = JSON.createObjectNode();
        root.put("step", state.step());
        root.put("version", state.version());
        root.put("published-step", state.publishedStep());
        root.put("config-hash", state.configHash());
        root.put("digest", state.digest());
        root.put("learner", state.origin().learner());
        root.put("base-digest", state.origin().base());
        root.put("release", state.origin().build().release());
        root.put("engine", state.origin().build().engine());
        ArrayNode positions = root.putArray("positions");
        state.positions().forEach((partition, offset) -> positions
                .addObject()
                .put("topic", partition.topic())
                .put("partition", partition.partition())
                .put("offset", offset));
        state.logPosition().ifPresent(last -> root.putObject("training-log")
                .put("topic", last.topic())
                .put("partition", last.partition())
                .put("offset", last.offset()));
        try {
            JSON.writerWithDefaultPrettyPrinter()
                    .writeValue(directory.resolve(NAME).toFile(), root);
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot write the learner state in " + directory, e);
        }
    }

    static EngineState read(Path directory) {
        JsonNode root;
        try {
            root = JSON.readTree(directory.resolve(NAME).toFile());
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot read the learner state in " + directory, e);
        }
        Map<Partition, Long> positions = new TreeMap<>();
        for (JsonNode node : root.path("positions")) {
            Position next = position(node);
            positions.put(next.in(), next.offset());
        }
        Optional<Position> last =
                root.has("training-log") ? Optional.of(position(root.path("training-log"))) : Optional.empty();
        return new EngineState(
                root.path("step").asLong(),
                root.path("version").asLong(),
                root.path("published-step").asLong(),
                positions,
                last,
                root.path("config-hash").asText(),
                root.path("digest").asText(),
                new Origin(
                        root.path("learner").asText(),
                        root.path("base-digest").asText(),
                        new Build(
                                root.path("release").asText(),
                                root.path("engine").asText())));
    }

    private static Position position(JsonNode node) {
        return new Position(
                node.path("topic").asText(),
                node.path("partition").asInt(),
                node.path("offset").asLong());
    }
}
