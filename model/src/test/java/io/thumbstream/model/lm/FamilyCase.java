package io.thumbstream.model.lm;

import ai.djl.Device;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.thumbstream.model.checkpoint.Safetensors;
import io.thumbstream.model.checkpoint.TensorData;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SplittableRandom;

/**
 * A tiny checkpoint of one family, written by hand as Hugging Face transformers would: fields, tensor names and shapes.
 *
 * @param name for the report
 * @param config text of {@code config.json}
 */
public record FamilyCase(String name, String config) {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String SIZES =
            "\"vocab_size\":261,\"hidden_size\":16,\"num_hidden_layers\":2,\"num_attention_heads\":4,"
                    + "\"intermediate_size\":24,\"max_position_embeddings\":32,\"rms_norm_eps\":1e-6,\"hidden_act\":\"silu\",";

    /** Every family and every rotary scaling at least once. */
    public static List<FamilyCase> all() {
        return List.of(
                of(
                        "llama, plain, tied",
                        "Llama",
                        "'num_key_value_heads':4,'rope_theta':10000.0,'tie_word_embeddings':true,'attention_bias':false"),
                of(
                        "llama, grouped, linear",
                        "Llama",
                        "'num_key_value_heads':2,'rope_theta':10000.0,'rope_scaling':{'rope_type':'linear','factor':2.0}"),
                of(
                        "llama, biases, llama3",
                        "Llama",
                        "'num_key_value_heads':1,'rope_theta':100.0,'attention_bias':true,'head_dim':8,"
                                + "'rope_scaling':{'rope_type':'llama3','factor':8.0,'low_freq_factor':1.0,"
                                + "'high_freq_factor':4.0,'original_max_position_embeddings':24}"),
                of(
                        "mistral",
                        "Mistral",
                        "'num_key_value_heads':2,'rope_theta':1000000.0,'head_dim':4,'sliding_window':null"),
                of(
                        "qwen2, tied, dynamic",
                        "Qwen2",
                        "'num_key_value_heads':2,'rope_theta':1000000.0,'tie_word_embeddings':true,"
                                + "'use_sliding_window':false,'sliding_window':8,"
                                + "'rope_scaling':{'type':'dynamic','factor':4.0}"),
                of(
                        "qwen3, own head size, yarn",
                        "Qwen3",
                        "'num_key_value_heads':2,'rope_theta':50.0,'head_dim':6,'attention_bias':false,"
                                + "'rope_scaling':{'rope_type':'yarn','factor':4.0,'original_max_position_embeddings':8}"),
                of(
                        "qwen3, tied, fields of version 5",
                        "Qwen3",
                        "'num_key_value_heads':4,'head_dim':8,'tie_word_embeddings':true,'attention_bias':true,"
                                + "'dtype':'bfloat16','layer_types':['full_attention','full_attention'],"
                                + "'rope_parameters':{'rope_type':'default','rope_theta':1000.0}"));
    }

    private static FamilyCase of(String name, String family, String rest) {
        String head = "{'architectures':['" + family + "ForCausalLM'],'model_type':'" + family.toLowerCase(Locale.ROOT)
                + "',";
        return new FamilyCase(name, (head + SIZES + rest + "}").replace('\'', '"'));
    }

    JsonNode fields() {
        try {
            return JSON.readTree(config);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(name + " is no JSON", e);
        }
    }

    /** Writes the checkpoint into {@code directory} and gives its weights. */
    Map<String, double[]> write(Path directory, long seed) throws IOException {
        Files.writeString(directory.resolve("config.json"), config);
        SplittableRandom random = new SplittableRandom(seed);
        Map<String, TensorData> tensors = new LinkedHashMap<>();
        Map<String, double[]> weights = new LinkedHashMap<>();
        shapes().forEach((tensor, shape) -> {
            float[] values = draw(tensor, shape, random);
            double[] exact = new double[values.length];
            for (int i = 0; i < exact.length; i++) {
                exact[i] = values[i];
            }
            tensors.put(tensor, TensorData.of(shape, values));
            weights.put(tensor, exact);
        });
        Safetensors.write(directory.resolve("model.safetensors"), tensors, Map.of("format", "pt"));
        return weights;
    }

    /** The checkpoint, loaded. */
    public CausalLm load(Path directory, long seed) throws IOException {
        write(directory, seed);
        return CausalLm.load(directory, Device.cpu());
    }

    private static float[] draw(String name, long[] shape, SplittableRandom random) {
        long count = 1;
        for (long extent : shape) {
            count *= extent;
        }
        boolean norm = name.endsWith("norm.weight");
        double spread = shape.length == 1 ? 0.7 : 2.5 / Math.sqrt(shape[1]);
        float[] values = new float[(int) count];
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) ((norm ? 1 : 0) + spread * (2 * random.nextDouble() - 1));
        }
        return values;
    }

    /** Names and shapes as the classes of Hugging Face transformers have them. */
    private Map<String, long[]> shapes() {
        JsonNode c = fields();
        long width = c.path("hidden_size").asLong();
        long inner = c.path("intermediate_size").asLong();
        long size =
                c.path("head_dim").asLong(width / c.path("num_attention_heads").asLong());
        long query = size * c.path("num_attention_heads").asLong();
        long keyValue = size * c.path("num_key_value_heads").asLong();
        String type = c.path("model_type").asText();
        boolean bias = c.path("attention_bias").asBoolean();
        Map<String, long[]> shapes = new LinkedHashMap<>();
        shapes.put("model.embed_tokens.weight", new long[] {c.path("vocab_size").asLong(), width});
        for (int layer = 0; layer < c.path("num_hidden_layers").asInt(); layer++) {
            String prefix = "model.layers." + layer + ".";
            linear(shapes, prefix + "self_attn.q_proj", query, width, bias || type.equals("qwen2"));
            linear(shapes, prefix + "self_attn.k_proj", keyValue, width, bias || type.equals("qwen2"));
            linear(shapes, prefix + "self_attn.v_proj", keyValue, width, bias || type.equals("qwen2"));
            linear(shapes, prefix + "self_attn.o_proj", width, query, bias);
            if (type.equals("qwen3")) {
                shapes.put(prefix + "self_attn.q_norm.weight", new long[] {size});
                shapes.put(prefix + "self_attn.k_norm.weight", new long[] {size});
            }
            linear(shapes, prefix + "mlp.gate_proj", inner, width, false);
            linear(shapes, prefix + "mlp.up_proj", inner, width, false);
            linear(shapes, prefix + "mlp.down_proj", width, inner, false);
            shapes.put(prefix + "input_layernorm.weight", new long[] {width});
            shapes.put(prefix + "post_attention_layernorm.weight", new long[] {width});
        }
        shapes.put("model.norm.weight", new long[] {width});
        if (!c.path("tie_word_embeddings").asBoolean()) {
            shapes.put("lm_head.weight", new long[] {c.path("vocab_size").asLong(), width});
        }
        return shapes;
    }

    private static void linear(Map<String, long[]> shapes, String name, long out, long in, boolean bias) {
        shapes.put(name + ".weight", new long[] {out, in});
        if (bias) {
            shapes.put(name + ".bias", new long[] {out});
        }
    }

    @Override
    public String toString() {
        return name;
    }
}
