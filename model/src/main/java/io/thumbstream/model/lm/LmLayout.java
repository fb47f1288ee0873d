package io.thumbstream.model.lm;

import ai.djl.ndarray.types.Shape;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;

/** Names, shapes and first values of a decoder's parameters, in the order that {@link LmScript} expects. */
final class LmLayout {
    static final String EMBEDDING = "model.embed_tokens.weight";
    static final String FINAL_NORM = "model.norm.weight";
    static final String OUTPUT = "lm_head.weight";

    /** Standard deviation of a freshly drawn matrix. */
    private static final double SPREAD = 0.02;

    private LmLayout() {}

    /** What a layer has, in the order of the script; the last six are absent in some families. */
    private static final List<String> LAYER = List.of(
            "input_layernorm.weight",
            "self_attn.q_proj.weight",
            "self_attn.k_proj.weight",
            "self_attn.v_proj.weight",
            "self_attn.o_proj.weight",
            "post_attention_layernorm.weight",
            "mlp.gate_proj.weight",
            "mlp.up_proj.weight",
            "mlp.down_proj.weight",
            "self_attn.q_proj.bias",
            "self_attn.k_proj.bias",
            "self_attn.v_proj.bias",
            "self_attn.o_proj.bias",
            "self_attn.q_norm.weight",
            "self_attn.k_norm.weight");

    /** Name to shape, in order; {@link #OUTPUT} is absent when embeddings are tied. */
    static Map<String, Shape> shapes(LmConfig config) {
        long width = config.width();
        long inner = config.feedForward();
        Map<String, Shape> shapes = new LinkedHashMap<>();
        shapes.put(EMBEDDING, new Shape(config.vocabularySize(), width));
        for (int layer = 0; layer < config.layers(); layer++) {
            String prefix = prefix(layer);
            shapes.put(prefix + "input_layernorm.weight", new Shape(width));
            attention(prefix + "self_attn.", config, shapes);
            shapes.put(prefix + "post_attention_layernorm.weight", new Shape(width));
            shapes.put(prefix + "mlp.gate_proj.weight", new Shape(inner, width));
            shapes.put(prefix + "mlp.up_proj.weight", new Shape(inner, width));
            shapes.put(prefix + "mlp.down_proj.weight", new Shape(width, inner));
        }
        shapes.put(FINAL_NORM, new Shape(width));
        if (!config.tiedEmbeddings()) {
            shapes.put(OUTPUT, new Shape(config.vocabularySize(), width));
        }
        return shapes;
    }

    private static void attention(String prefix, LmConfig config, Map<String, Shape> shapes) {
        long width = config.width();
        long query = config.queryWidth();
        long keyValue = config.keyValueWidth();
        shapes.put(prefix + "q_proj.weight", new Shape(query, width));
        shapes.put(prefix + "k_proj.weight", new Shape(keyValue, width));
        shapes.put(prefix + "v_proj.weight", new Shape(keyValue, width));
        shapes.put(prefix + "o_proj.weight", new Shape(width, query));
        if (config.inputBias()) {
            shapes.put(prefix + "q_proj.bias", new Shape(query));
            shapes.put(prefix + "k_proj.bias", new Shape(keyValue));
            shapes.put(prefix + "v_proj.bias", new Shape(keyValue));
        }
        if (config.outputBias()) {
            shapes.put(prefix + "o_proj.bias", new Shape(width));
        }
        if (config.family().normalisedHeads()) {
            shapes.put(prefix + "q_norm.weight", new Shape(config.headSize()));
            shapes.put(prefix + "k_norm.weight", new Shape(config.headSize()));
        }
    }

    /**
     * The script's parameter list by name, some of which the model may not have: the embedding, {@link #LAYER} of each layer, the
     * final norm, the output projection, which is the embedding again when tied.
     */
    static List<String> scriptOrder(LmConfig config) {
        List<String> names = new ArrayList<>();
        names.add(EMBEDDING);
        for (int layer = 0; layer < config.layers(); layer++) {
            String prefix = prefix(layer);
            LAYER.forEach(name -> names.add(prefix + name));
        }
        names.add(FINAL_NORM);
        names.add(config.tiedEmbeddings() ? EMBEDDING : OUTPUT);
        return names;
    }

    static String prefix(int layer) {
        return "model.layers." + layer + ".";
    }

    /** Adds all parameters with first values that depend only on {@code config} and {@code seed}. */
    static void fill(ParamSet set, LmConfig config, long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        shapes(config).forEach((name, shape) -> set.add(name, shape, draw(name, shape, config, random)));
    }

    /**
     * First values of one parameter: ones for a norm, zeros for a bias, normal draws for a matrix, narrower for the two
     * matrices of a layer that write into the residual stream.
     */
    private static float[] draw(String name, Shape shape, LmConfig config, SplittableRandom random) {
        float[] values = new float[Math.toIntExact(shape.size())];
        boolean vector = shape.dimension() == 1;
        float level = name.endsWith(".bias") ? 0 : 1;
        boolean residual = name.endsWith("o_proj.weight") || name.endsWith("down_proj.weight");
        double spread = residual ? SPREAD / Math.sqrt(2.0 * config.layers()) : SPREAD;
        for (int i = 0; i < values.length; i++) {
            values[i] = vector ? level : (float) (spread * normal(random));
        }
        return values;
    }

    /** Standard normal draw by the Box-Muller transform in strict arithmetic, equal on every platform. */
    private static double normal(SplittableRandom random) {
        double radius = StrictMath.sqrt(-2 * StrictMath.log(1 - random.nextDouble()));
        return radius * StrictMath.cos(2 * StrictMath.PI * random.nextDouble());
    }
}
