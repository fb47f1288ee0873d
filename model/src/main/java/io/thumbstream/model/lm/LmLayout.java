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

    /** Name to shape, in order; {@link #OUTPUT} is absent when embeddings are tied. */
    static Map<String, Shape> shapes(LmConfig config) {
        long width = config.width();
        long keyValue = (long) config.keyValueHeads() * config.headSize();
        long inner = config.feedForward();
        Map<String, Shape> shapes = new LinkedHashMap<>();
        shapes.put(EMBEDDING, new Shape(config.vocabularySize(), width));
        for (int layer = 0; layer < config.layers(); layer++) {
            String prefix = "model.layers." + layer + ".";
            shapes.put(prefix + "input_layernorm.weight", new Shape(width));
            shapes.put(prefix + "self_attn.q_proj.weight", new Shape(width, width));
            shapes.put(prefix + "self_attn.k_proj.weight", new Shape(keyValue, width));
            shapes.put(prefix + "self_attn.v_proj.weight", new Shape(keyValue, width));
            shapes.put(prefix + "self_attn.o_proj.weight", new Shape(width, width));
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

    /** The script's parameter list: all arrays in order, with the embedding again at the end when tied. */
    static List<String> scriptOrder(LmConfig config) {
        List<String> names = new ArrayList<>(shapes(config).keySet());
        if (config.tiedEmbeddings()) {
            names.add(EMBEDDING);
        }
        return names;
    }

    /**
     * First values of one parameter: ones for a norm, normal draws for a matrix, narrower for the two matrices of a
     * layer that write into the residual stream.
     */
    static float[] draw(String name, Shape shape, LmConfig config, SplittableRandom random) {
        float[] values = new float[Math.toIntExact(shape.size())];
        boolean norm = shape.dimension() == 1;
        boolean residual = name.endsWith("o_proj.weight") || name.endsWith("down_proj.weight");
        double spread = residual ? SPREAD / Math.sqrt(2.0 * config.layers()) : SPREAD;
        for (int i = 0; i < values.length; i++) {
            values[i] = norm ? 1 : (float) (spread * normal(random));
        }
        return values;
    }

    /** Standard normal draw by the Box-Muller transform in strict arithmetic, equal on every platform. */
    private static double normal(SplittableRandom random) {
        double radius = StrictMath.sqrt(-2 * StrictMath.log(1 - random.nextDouble()));
        return radius * StrictMath.cos(2 * StrictMath.PI * random.nextDouble());
    }
}
