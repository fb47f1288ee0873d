package io.thumbstream.model.text;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.thumbstream.model.checkpoint.CorruptFileException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * What {@code tokenizer_config.json} of a model directory says about conversations.
 *
 * @param file the file
 * @param begin token before a text
 * @param end token behind a text
 * @param addBegin whether texts without a format begin with {@code begin}
 * @param template source of the chat template, from {@code chat_template.jinja} where that exists
 * @param named the template that the field {@code thumbstream_chat} names, which goes before recognising the source
 * @param bracketTokens whether {@code [INST]} and {@code [/INST]} are tokens of the vocabulary; the files here do not say, the tokenizer does
 */
record ChatTokens(
        Path file,
        Optional<String> begin,
        Optional<String> end,
        boolean addBegin,
        Optional<String> template,
        Optional<String> named,
        boolean bracketTokens) {
    static final String IM_START = "<|im_start|>";
    static final String IM_END = "<|im_end|>";
    static final String EOT = "<|eot_id|>";
    static final String FILE = "tokenizer_config.json";
    static final String TEMPLATE_FILE = "chat_template.jinja";
    static final String NAMED = "thumbstream_chat";
    static final String INST = "[INST]";
    static final String INST_END = "[/INST]";

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String TEMPLATE = "chat_template";

    /** Nothing said. */
    static ChatTokens none() {
        return new ChatTokens(
                Path.of(FILE), Optional.empty(), Optional.empty(), false, Optional.empty(), Optional.empty(), false);
    }

    /** Reads the files of {@code directory}; empty when it has no {@code tokenizer_config.json}. */
    static Optional<ChatTokens> read(Path directory) throws IOException {
        Path file = directory.resolve(FILE);
        if (!Files.exists(file)) {
            return Optional.empty();
        }
        JsonNode root;
        try {
            root = JSON.readTree(Files.readAllBytes(file));
        } catch (JsonProcessingException e) {
            throw new CorruptFileException(
                    file, "it is not JSON (" + e.getOriginalMessage() + ")", "restore the file from another copy");
        }
        Path separate = directory.resolve(TEMPLATE_FILE);
        return Optional.of(new ChatTokens(
                file,
                token(root.path("bos_token")),
                token(root.path("eos_token")),
                root.path("add_bos_token").asBoolean(false),
                Files.exists(separate) ? Optional.of(Files.readString(separate)) : template(root.path(TEMPLATE)),
                text(root.path(NAMED)),
                false));
    }

    /** The same, with what {@code tokenizer} says of its vocabulary. */
    ChatTokens over(Tokenizer tokenizer) {
        boolean brackets = tokenizer.isSpecial(INST) && tokenizer.isSpecial(INST_END);
        return new ChatTokens(file, begin, end, addBegin, template, named, brackets);
    }

    /** A token is a text, or an object with its text and how it attaches to its neighbours. */
    private static Optional<String> token(JsonNode node) {
        return text(node.isObject() ? node.path("content") : node);
    }

    /** A template is a text, or a list of named ones of which one is the default. */
    private static Optional<String> template(JsonNode node) {
        for (JsonNode each : node) {
            if (each.path("name").asText().equals("default")) {
                return text(each.path("template"));
            }
        }
        return text(node);
    }

    private static Optional<String> text(JsonNode node) {
        return node.isTextual() ? Optional.of(node.asText()) : Optional.empty();
    }

    String requireBegin() {
        return begin.orElseThrow(() -> missing("bos_token"));
    }

    String requireEnd() {
        return end.orElseThrow(() -> missing("eos_token"));
    }

    private IllegalArgumentException missing(String field) {
        return new IllegalArgumentException(
                file + " has no " + field + ", which its chat template writes; restore the file of the model");
    }
}
