package io.thumbstream.model.text;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * A trained byte-level BPE vocabulary.
 *
 * @param symbols text of each id over the byte alphabet, special tokens first
 * @param merges pairs to join, in order of priority
 */
public record BpeVocabulary(List<String> symbols, List<Merge> merges) {
    /** File name inside a model directory. */
    public static final String FILE = "tokenizer.json";

    private static final ObjectMapper JSON = new ObjectMapper();

    /** Two neighbouring symbols that become one. */
    public record Merge(String left, String right) {}

    public BpeVocabulary {
        symbols = List.copyOf(symbols);
        merges = List.copyOf(merges);
    }

    /** Number of ids. */
    public int size() {
        return symbols.size();
    }

    /** Writes {@code tokenizer.json} in the format of the Hugging Face tokenizers library into {@code directory}. */
    public void write(Path directory) throws IOException {
        ObjectNode root = JSON.createObjectNode();
        root.put("version", "1.0").putNull("truncation").putNull("padding");
        ArrayNode added = root.putArray("added_tokens");
        for (int id = 0; id < ChatFormat.SPECIAL_TOKENS.size(); id++) {
            added.addObject()
                    .put("id", id)
                    .put("content", symbols.get(id))
                    .put("single_word", false)
                    .put("lstrip", false)
                    .put("rstrip", false)
                    .put("normalized", false)
                    .put("special", true);
        }
        root.putNull("normalizer");
        byteLevel(root.putObject("pre_tokenizer"));
        root.putNull("post_processor");
        byteLevel(root.putObject("decoder"));
        ObjectNode model = root.putObject("model");
        model.put("type", "BPE").putNull("dropout").putNull("unk_token");
        model.putNull("continuing_subword_prefix").putNull("end_of_word_suffix");
        model.put("fuse_unk", false).put("byte_fallback", false);
        ObjectNode ids = model.putObject("vocab");
        for (int id = 0; id < symbols.size(); id++) {
            ids.put(symbols.get(id), id);
        }
        ArrayNode pairs = model.putArray("merges");
        merges.forEach(merge -> pairs.add(merge.left() + " " + merge.right()));
        Files.createDirectories(directory);
        Files.writeString(
                directory.resolve(FILE), JSON.writerWithDefaultPrettyPrinter().writeValueAsString(root) + "\n");
    }

    private static void byteLevel(ObjectNode node) {
        node.put("type", "ByteLevel")
                .put("add_prefix_space", false)
                .put("trim_offsets", true)
                .put("use_regex", true);
    }
}
