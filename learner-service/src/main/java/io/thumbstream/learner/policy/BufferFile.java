package io.thumbstream.learner.policy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.thumbstream.learner.engine.InputLookup;
import io.thumbstream.learner.engine.InputRecord;
import io.thumbstream.learner.engine.Position;
import io.thumbstream.learner.replay.ReplayBuffer;
import io.thumbstream.learner.replay.RolloutGroup;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The buffer's part of a checkpoint: where its groups lie and how often they were used; not the groups themselves, which
 * are read again from the topic. Also the numbers that the objective and the stabilizers keep.
 */
final class BufferFile {
    private static final String NAME = "buffer.json";
    private static final ObjectMapper JSON = new ObjectMapper();

    private BufferFile() {}

    static void write(ReplayBuffer<Position> buffer, StageState stages, Path directory) throws IOException {
        ObjectNode root = JSON.createObjectNode();
        ArrayNode waiting = root.putArray("waiting");
        for (ReplayBuffer.Held<Position> held : buffer.waiting()) {
            waiting.addObject()
                    .put("topic", held.place().topic())
                    .put("partition", held.place().partition())
                    .put("offset", held.place().offset())
                    .put("uses", held.uses())
                    .put("revision-uses", held.revisionUses());
        }
        ArrayNode past = root.putArray("past");
        buffer.past().forEach((id, what) -> past.addObject()
                .put("id", id)
                .put("revision", what.revision())
                .put("uses", what.uses()));
        put(root.putObject("objective"), stages.objective());
        ObjectNode stabilizers = root.putObject("stabilizers");
        stages.stabilizers().forEach((name, state) -> put(stabilizers.putObject(name), state));
        JSON.writeValue(directory.resolve(NAME).toFile(), root);
    }

    private static void put(ObjectNode node, Map<String, Double> numbers) {
        numbers.forEach(node::put);
    }

    /** Refills {@code buffer}, leaving out what retention has removed, and returns the numbers that the stages keep. */
    static StageState read(ReplayBuffer<Position> buffer, Path directory, InputLookup<RolloutGroup> lookup)
            throws IOException {
        JsonNode root = JSON.readTree(directory.resolve(NAME).toFile());
        Map<Position, JsonNode> wanted = new LinkedHashMap<>();
        for (JsonNode node : root.path("waiting")) {
            wanted.put(
                    new Position(
                            node.path("topic").asText(),
                            node.path("partition").asInt(),
                            node.path("offset").asLong()),
                    node);
        }
        Map<Position, InputRecord<RolloutGroup>> found = wanted.isEmpty() ? Map.of() : lookup.read(wanted.keySet());
        List<ReplayBuffer.Held<Position>> waiting = new ArrayList<>();
        wanted.forEach((position, node) -> {
            InputRecord<RolloutGroup> record = found.get(position);
            if (record != null) {
                waiting.add(new ReplayBuffer.Held<>(
                        position,
                        record.value(),
                        node.path("uses").asInt(),
                        node.path("revision-uses").asInt()));
            }
        });
        Map<String, ReplayBuffer.Past> past = new LinkedHashMap<>();
        for (JsonNode node : root.path("past")) {
            past.put(
                    node.path("id").asText(),
                    new ReplayBuffer.Past(
                            node.path("revision").asInt(), node.path("uses").asInt()));
        }
        buffer.restore(waiting, past);
        Map<String, Map<String, Double>> stabilizers = new LinkedHashMap<>();
        root.path("stabilizers")
                .properties()
                .forEach(entry -> stabilizers.put(entry.getKey(), numbers(entry.getValue())));
        return new StageState(numbers(root.path("objective")), stabilizers);
    }

    private static Map<String, Double> numbers(JsonNode node) {
        Map<String, Double> numbers = new LinkedHashMap<>();
        node.properties()
                .forEach(entry -> numbers.put(entry.getKey(), entry.getValue().asDouble()));
        return numbers;
    }
}
