package io.thumbstream.launcher.result;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.thumbstream.runtime.error.ConfigException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The file of a trial, taken apart.
 *
 * @param header everything but {@code common} and {@code arms}
 * @param common settings of all arms, no keys where there are none
 * @param arms what the file says of each arm, in its order, at least one
 */
public record TrialFile(ObjectNode header, JsonNode common, Map<String, JsonNode> arms) {
    private static final String ARMS = "arms";
    private static final String COMMON = "common";

    public TrialFile {
        arms = new LinkedHashMap<>(arms);
    }

    /**
     * Takes a file apart.
     *
     * @param trial kind and name of the trial
     * @throws ConfigException when there are no keys or no arms
     */
    public static TrialFile of(String trial, JsonNode file) {
        if (!(file instanceof ObjectNode tree)) {
            throw new ConfigException(trial + " is not a set of keys and values");
        }
        ObjectNode header = tree.deepCopy();
        JsonNode arms = header.remove(ARMS);
        JsonNode common = header.has(COMMON) ? header.remove(COMMON) : JsonNodeFactory.instance.objectNode();
        if (!(arms instanceof ObjectNode named) || named.isEmpty()) {
            throw new ConfigException(trial + " has no arms; name at least two");
        }
        Map<String, JsonNode> all = new LinkedHashMap<>();
        named.properties().forEach(arm -> all.put(arm.getKey(), arm.getValue()));
        return new TrialFile(header, common, all);
    }

    /**
     * The file of a shipped trial, as it was written.
     *
     * @param owner class whose package holds the files
     * @param kind of trial, in words
     * @param known names of all of this kind
     * @throws ConfigException when there is none of this name
     */
    public static String text(Class<?> owner, String kind, String id, List<String> known) throws IOException {
        try (InputStream file = owner.getResourceAsStream(id + ".yaml")) {
            if (file == null) {
                throw new ConfigException(
                        "there is no " + kind + " '" + id + "'; there are " + String.join(", ", known));
            }
            return new String(file.readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
