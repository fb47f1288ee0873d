package io.thumbstream.launcher.votes;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.thumbstream.model.checkpoint.Digests;
import io.thumbstream.runtime.file.WholeFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

/**
 * How many votes of a file the gateway has acknowledged, and which it refused, so that an interrupted import goes on there.
 *
 * <p>Bound to the contents of both files and to the gateway: with other contents it starts at 0. Losing the file costs time
 * only, since sending a vote again changes nothing.
 */
final class ImportState {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Path file;
    private final String source;

    private ImportState(Path file, String source) {
        this.file = file;
        this.source = source;
    }

    /** The state of importing two files into {@code target}, kept in {@code file}. */
    static ImportState of(Path file, Path responses, Path votes, String target) throws IOException {
        return new ImportState(file, Digests.of(Digests.ofFile(responses) + Digests.ofFile(votes) + target));
    }

    /**
     * What was reached.
     *
     * @param acknowledged votes answered by the gateway, counted in the order of time
     * @param refused reason by the key of each vote among them that was not stored
     */
    record Reached(int acknowledged, Map<String, String> refused) {
        static final Reached NOTHING = new Reached(0, Map.of());
    }

    /**
     * What earlier runs reached.
     *
     * @throws IOException when the file is there and cannot be read
     */
    Reached reached() throws IOException {
        if (!Files.exists(file)) {
            return Reached.NOTHING;
        }
        JsonNode state = read();
        if (!state.path("source").asText().equals(source)) {
            return Reached.NOTHING;
        }
        Map<String, String> refused = new HashMap<>();
        state.path("refused")
                .properties()
                .forEach(one -> refused.put(one.getKey(), one.getValue().asText()));
        return new Reached(state.path("votes").asInt(), refused);
    }

    private JsonNode read() throws IOException {
        try {
            return JSON.readTree(Files.readAllBytes(file));
        } catch (JsonProcessingException e) {
            throw new IOException(
                    "The place an earlier import reached, in " + file
                            + ", is not JSON; delete that file: the import then"
                            + " sends everything again, which changes nothing",
                    e);
        }
    }

    /** Notes what is reached now. */
    void save(Reached reached) throws IOException {
        WholeFile.write(
                file,
                JSON.createObjectNode()
                        .put("source", source)
                        .put("votes", reached.acknowledged())
                        .set("refused", JSON.valueToTree(reached.refused()))
                        .toString());
    }
}
