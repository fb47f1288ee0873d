package io.thumbstream.model.lm;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.thumbstream.model.checkpoint.CorruptFileException;
import io.thumbstream.model.text.ChatFormat;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * {@code config.json} of a model directory, in the field names of Hugging Face transformers.
 *
 * <p>Together with {@code model.safetensors} (float32, transformers' tensor names) and {@code tokenizer.json} the
 * directory loads there as the class that {@code architectures} names. Fields that change what is computed are read
 * strictly: one with a value that is not computed here is refused. Other fields are kept as they are.
 */
public final class LmConfigFile {
    /** File name inside a model directory. */
    public static final String NAME = "config.json";

    /** Field of the longest sequence in tokens where that is to be less than the model could take. */
    static final String CONTEXT = "thumbstream_context";

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String OLD_TYPE = "torch_dtype";
    private static final String NEW_TYPE = "dtype";
    private static final String FLOAT32 = "float32";

    private LmConfigFile() {}

    /** Writes {@code config} into {@code directory}. */
    public static void write(LmConfig config, Path directory) throws IOException {
        write(describe(config), directory);
    }

    /** Writes fields that were read before, for weights that are stored as float32 now. */
    static void write(ObjectNode fields, Path directory) throws IOException {
        ObjectNode root = fields.deepCopy();
        root.put(root.has(NEW_TYPE) ? NEW_TYPE : OLD_TYPE, FLOAT32);
        String text = JSON.writerWithDefaultPrettyPrinter().writeValueAsString(root) + "\n";
        Files.writeString(directory.resolve(NAME), text);
    }

    /** All fields of a configuration that was made here rather than read. */
    static ObjectNode describe(LmConfig config) {
        ObjectNode root = JSON.createObjectNode();
        root.putArray("architectures").add(config.family().architecture());
        root.put("model_type", config.family().modelType())
                .put("vocab_size", config.vocabularySize())
                .put("hidden_size", config.width())
                .put("num_hidden_layers", config.layers())
                .put("num_attention_heads", config.heads())
                .put("num_key_value_heads", config.keyValueHeads())
                .put("head_dim", config.headSize())
                .put("intermediate_size", config.feedForward())
                .put("max_position_embeddings", config.context());
        RotaryFields.describe(config, root);
        root.put("rms_norm_eps", config.normEpsilon())
                .put("tie_word_embeddings", config.tiedEmbeddings())
                .put("hidden_act", "silu")
                .put("attention_bias", config.attentionBias())
                .put("mlp_bias", false);
        if (config.family() == LmFamily.MISTRAL) {
            root.putNull("sliding_window");
        }
        return root.put(OLD_TYPE, FLOAT32)
                .put("pad_token_id", ChatFormat.PAD_ID)
                .put("eos_token_id", ChatFormat.END_ID)
                .putNull("bos_token_id");
    }

    /**
     * Reads the config of a model directory.
     *
     * @throws IOException when the file is missing, is not JSON, or describes a model that is not computed here
     */
    public static LmConfig read(Path directory) throws IOException {
        return parse(fields(directory), directory.resolve(NAME));
    }

    /** All fields of the config of a model directory. */
    static ObjectNode fields(Path directory) throws IOException {
        return object(directory.resolve(NAME), "a model directory holds it beside its safetensors files");
    }

    /**
     * The JSON object in a file.
     *
     * @param where where one would find the file, for the message when it is missing
     */
    static ObjectNode object(Path file, String where) throws IOException {
        if (!Files.isRegularFile(file)) {
            throw new CorruptFileException(file, "the file is missing", where);
        }
        try {
            if (JSON.readTree(Files.readAllBytes(file)) instanceof ObjectNode fields) {
                return fields;
            }
        } catch (JsonProcessingException e) {
            throw new CorruptFileException(
                    file, "it is not JSON (" + e.getOriginalMessage() + ")", "restore the file from another copy");
        }
        throw new CorruptFileException(file, "it holds no JSON object", "restore the file from another copy");
    }

    /** The configuration that fields describe; {@code file} is where they are from. */
    static LmConfig parse(ObjectNode root, Path file) throws IOException {
        ConfigFields fields = new ConfigFields(root, file, "");
        LmFamily family = family(fields);
        int width = fields.integer("hidden_size");
        int heads = fields.integer("num_attention_heads");
        int positions = fields.integer("max_position_embeddings");
        int context = Math.min(positions, fields.integer(CONTEXT, positions));
        requireComputed(fields, family, context);
        try {
            return new LmConfig(
                    fields.integer("vocab_size"),
                    width,
                    fields.integer("num_hidden_layers"),
                    heads,
                    // Llama alone counts an absent number as no grouping; the others have numbers of their own
                    family == LmFamily.LLAMA
                            ? fields.integer("num_key_value_heads", heads)
                            : fields.integer("num_key_value_heads"),
                    fields.integer("intermediate_size"),
                    context,
                    RotaryFields.theta(fields),
                    fields.number("rms_norm_eps", 1e-6),
                    fields.flag("tie_word_embeddings", false),
                    headSize(fields, family, width, heads),
                    family,
                    fields.flag("attention_bias", false),
                    RotaryFields.scaling(fields, positions));
        } catch (IllegalArgumentException e) {
            throw new CorruptFileException(file, String.valueOf(e.getMessage()), "correct the file");
        }
    }

    private static int headSize(ConfigFields fields, LmFamily family, int width, int heads) throws IOException {
        if (family == LmFamily.QWEN3 || fields.has("head_dim")) {
            return fields.integer("head_dim"); // Qwen3 has a number of its own where the field is absent
        }
        return LmConfig.evenHeads(width, heads);
    }

    private static LmFamily family(ConfigFields fields) throws IOException {
        JsonNode named = fields.root().path("architectures");
        String architecture = named.path(0).asText("");
        LmFamily family = LmFamily.of(architecture)
                .filter(found -> named.size() == 1)
                .orElseThrow(() -> new CorruptFileException(
                        fields.file(),
                        "architectures is " + named + ", which is not known",
                        "known are " + LmFamily.known() + "; convert the model to one of them"));
        if (!fields.text("model_type", family.modelType()).equals(family.modelType())) {
            throw fields.unsupported("model_type", "'" + family.modelType() + "' with " + architecture);
        }
        return family;
    }

    /** Refuses what would silently give other numbers than the model was trained with. */
    private static void requireComputed(ConfigFields fields, LmFamily family, int context) throws IOException {
        if (!fields.text("hidden_act", "silu").equals("silu")) {
            throw fields.unsupported("hidden_act", "silu");
        }
        if (fields.flag("mlp_bias", false)) {
            throw fields.unsupported("mlp_bias", "false");
        }
        if (fields.has("quantization_config")) {
            throw fields.unsupported("quantization_config", "an unquantised model");
        }
        if (family == LmFamily.MISTRAL) {
            requireFullWindow(fields, context);
        } else if (fields.flag("use_sliding_window", false)) {
            throw fields.unsupported("use_sliding_window", "false");
        }
        for (JsonNode layer : fields.root().path("layer_types")) {
            if (!layer.asText().equals("full_attention")) {
                throw fields.unsupported("layer_types", "full_attention in every layer");
            }
        }
    }

    /** Mistral has a window of 4096 unless its field says null, and one as long as the context cuts nothing. */
    private static void requireFullWindow(ConfigFields fields, int context) throws IOException {
        boolean off = fields.root().path("sliding_window").isNull();
        if (!off && fields.integer("sliding_window") < context) {
            throw fields.unsupported(
                    "sliding_window",
                    "null or at least the context of " + context + " (which the field " + CONTEXT + " may lower)");
        }
    }
}
