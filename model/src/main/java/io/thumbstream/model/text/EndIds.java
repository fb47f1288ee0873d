package io.thumbstream.model.text;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.thumbstream.model.checkpoint.CorruptFileException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** Ids that end an answer by {@code eos_token_id} of {@code generation_config.json}: none, one, or a list. */
final class EndIds {
    static final String FILE = "generation_config.json";

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String FIELD = "eos_token_id";

    private EndIds() {}

    /**
     * Those that a model directory names; empty where it has no such file.
     *
     * @param tokenizer the directory's {@code tokenizer.json}
     * @throws IOException when the file is no JSON, or the field holds anything but token ids
     */
    static Set<Integer> beside(Path tokenizer) throws IOException {
        Path file = tokenizer.resolveSibling(FILE);
        if (!Files.isRegularFile(file)) {
            return Set.of();
        }
        JsonNode named;
        try {
            named = JSON.readTree(Files.readAllBytes(file)).path(FIELD);
        } catch (JsonProcessingException e) {
            throw new CorruptFileException(
                    file, "it is not JSON (" + e.getOriginalMessage() + ")", "restore the file from another copy");
        }
        Set<Integer> ids = new TreeSet<>();
        if (named.isMissingNode() || named.isNull()) {
            return ids;
        }
        Iterable<JsonNode> each = named.isArray() ? named : List.of(named);
        for (JsonNode id : each) {
            if (!id.isInt() || id.intValue() < 0) {
                throw new CorruptFileException(
                        file,
                        "field " + FIELD + " is " + named + " but must be a token id or a list of them",
                        "take all files from one and the same model");
            }
            ids.add(id.intValue());
        }
        return ids;
    }
}
