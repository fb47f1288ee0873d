package io.thumbstream.model.lm;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.thumbstream.model.text.ChatFormat;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * {@code config.json} of a model directory, in the field names that Hugging Face transformers uses for Llama models.
 *
 * <p>Together with {@code model.safetensors} (float32, transformers' tensor names) and {@code tokenizer.json} the
 * directory loads there as a {@code LlamaForCausalLM}.
 */
public final class LmConfigFile {
    /** File name inside a model directory. */
    public static final String NAME = "config.json";

    private static final ObjectMapper JSON = new ObjectMapper();

    private LmConfigFile() {}

    /** Writes {@code config} into {@code directory}. */
    public static void write(LmConfig config, Path directory) throws IOException {
        ObjectNode root = JSON.createObjectNode();
        root.putArray("architectures").add("LlamaForCausalLM");
        root.put("model_type", "llama")
                .put("vocab_size", config.vocabularySize())
                .put("hidden_size", config.width())
                .put("num_hidden_layers", config.layers())
                .put("num_attention_heads", config.heads())
                .put("num_key_value_heads", config.keyValueHeads())
                .put("head_dim", config.headSize())
                .put("intermediate_size", config.feedForward())
                .put("max_position_embeddings", config.context())
                .put("rope_theta", config.ropeTheta())
                .put("rms_norm_eps", config.normEpsilon())
                .put("tie_word_embeddings", config.tiedEmbeddings())
                .put("hidden_act", "silu")
                .put("attention_bias", false)
                .put("mlp_bias", false)
                .put("torch_dtype", "float32")
                .put("pad_token_id", ChatFormat.PAD_ID)
                .put("eos_token_id", ChatFormat.END_ID)
                .putNull("bos_token_id");
        String text = JSON.writerWithDefaultPrettyPrinter().writeValueAsString(root) + "\n";
        Files.writeString(directory.resolve(NAME), text);
    }

    /**
     * Reads the config of a model directory.
     *
     * @throws IOException when the file is missing, is not JSON, or describes a model of another kind
     */
    public static LmConfig read(Path directory) throws IOException {
        Path file = directory.resolve(NAME);
        JsonNode root = JSON.readTree(Files.readAllBytes(file));
        requireSupported(root, file);
        int heads = integer(root, "num_attention_heads", file);
        LmConfig config = new LmConfig(
                integer(root, "vocab_size", file),
                integer(root, "hidden_size", file),
                integer(root, "num_hidden_layers", file),
                heads,
                root.path("num_key_value_heads").asInt(heads),
                integer(root, "intermediate_size", file),
                integer(root, "max_position_embeddings", file),
                root.path("rope_theta").asDouble(10_000),
                root.path("rms_norm_eps").asDouble(1e-6),
                root.path("tie_word_embeddings").asBoolean(false));
        int headSize = root.path("head_dim").asInt(config.headSize());
        if (headSize != config.headSize()) {
            throw new IOException("head_dim " + headSize + " in " + file + " differs from hidden_size / heads = "
                    + config.headSize() + "; such models are not supported");
        }
        return config;
    }

    private static void requireSupported(JsonNode root, Path file) throws IOException {
        String type = root.path("model_type").asText("");
        if (!type.equals("llama")) {
            throw new IOException("The model type in " + file + " is '" + type
                    + "' but only 'llama' is supported; convert the weights to that layout");
        }
        if (root.hasNonNull("rope_scaling") || root.path("attention_bias").asBoolean(false)) {
            throw new IOException("Scaled rotary positions and attention biases in " + file
                    + " are not supported; use a plain Llama model");
        }
    }

    private static int integer(JsonNode root, String field, Path file) throws IOException {
        JsonNode value = root.path(field);
        if (!value.isInt()) {
            throw new IOException("Field " + field + " is missing or not a whole number in " + file
                    + "; restore the model directory");
        }
        return value.asInt();
    }
}
