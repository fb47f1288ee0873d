package io.thumbstream.model.lm;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Arrays;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The decoders of this package in plain loops of double arithmetic, written from the papers: one token after the other, one
 * head after the other. Biases and norms of heads are used where the weights have them.
 */
final class ReferenceLm {
    private final Map<String, double[]> weights;
    private final int width;
    private final int layers;
    private final int heads;
    private final int keyValueHeads;
    private final int size;
    private final double epsilon;
    private final ReferenceRotary rotary;
    private final String output;

    /** Weights by Hugging Face names, row-major; those of {@code weights} may be changed between calls. */
    ReferenceLm(JsonNode config, Map<String, double[]> weights) {
        this.weights = weights;
        width = config.path("hidden_size").asInt();
        layers = config.path("num_hidden_layers").asInt();
        heads = config.path("num_attention_heads").asInt();
        keyValueHeads = config.path("num_key_value_heads").asInt(heads);
        size = config.path("head_dim").asInt(width / heads);
        epsilon = config.path("rms_norm_eps").asDouble();
        rotary = ReferenceRotary.of(config, size);
        output = config.path("tie_word_embeddings").asBoolean() ? "model.embed_tokens" : "lm_head";
    }

    /** Mean cross-entropy in nats of the tokens of each response. */
    double meanLoss(int[][] prompts, int[][] responses) {
        double sum = 0;
        int tokens = 0;
        for (int row = 0; row < prompts.length; row++) {
            int[] ids = new int[prompts[row].length + responses[row].length];
            System.arraycopy(prompts[row], 0, ids, 0, prompts[row].length);
            System.arraycopy(responses[row], 0, ids, prompts[row].length, responses[row].length);
            double[][] logits = logits(ids);
            for (int t = prompts[row].length; t < ids.length; t++) {
                sum -= Math.log(softmax(logits[t - 1])[ids[t]]);
                tokens++;
            }
        }
        return sum / tokens;
    }

    /** Scores of the next token at each position, {@code [time][vocabulary]}. */
    double[][] logits(int[] ids) {
        double[][] x = new double[ids.length][];
        double[] embedding = weight("model.embed_tokens.weight");
        for (int t = 0; t < ids.length; t++) {
            x[t] = row(embedding, ids[t], width);
        }
        for (int layer = 0; layer < layers; layer++) {
            String prefix = "model.layers." + layer + ".";
            attend(x, prefix);
            for (double[] state : x) {
                feed(state, prefix);
            }
        }
        double[][] logits = new double[ids.length][];
        for (int t = 0; t < ids.length; t++) {
            logits[t] = linear(norm(x[t], weight("model.norm.weight")), output);
        }
        return logits;
    }

    private void attend(double[][] x, String prefix) {
        double[][] queries = new double[x.length][];
        double[][] keys = new double[x.length][];
        double[][] values = new double[x.length][];
        for (int t = 0; t < x.length; t++) {
            double[] h = norm(x[t], weight(prefix + "input_layernorm.weight"));
            queries[t] = turned(linear(h, prefix + "self_attn.q_proj"), prefix + "self_attn.q_norm.weight", t);
            keys[t] = turned(linear(h, prefix + "self_attn.k_proj"), prefix + "self_attn.k_norm.weight", t);
            values[t] = linear(h, prefix + "self_attn.v_proj");
        }
        for (int t = x.length - 1; t >= 0; t--) {
            double[] mixed = new double[heads * size];
            for (int head = 0; head < heads; head++) {
                int group = head / (heads / keyValueHeads);
                double[] scores = new double[t + 1];
                for (int s = 0; s <= t; s++) {
                    for (int i = 0; i < size; i++) {
                        scores[s] += queries[t][head * size + i] * keys[s][group * size + i] / Math.sqrt(size);
                    }
                }
                double[] share = softmax(scores);
                for (int s = 0; s <= t; s++) {
                    for (int i = 0; i < size; i++) {
                        mixed[head * size + i] += share[s] * values[s][group * size + i];
                    }
                }
            }
            add(x[t], linear(mixed, prefix + "self_attn.o_proj"));
        }
    }

    /** Normalises each head where there is a norm, then turns its pairs of components i and i + size / 2. */
    private double[] turned(double[] all, String norm, int position) {
        double[] result = new double[all.length];
        for (int start = 0; start < all.length; start += size) {
            double[] head = row(all, start / size, size);
            double @Nullable [] scale = weights.get(norm);
            head = scale == null ? head : norm(head, scale);
            for (int i = 0; i < size / 2; i++) {
                double angle = position * rotary.frequency()[i];
                double cos = rotary.amplitude() * Math.cos(angle);
                double sin = rotary.amplitude() * Math.sin(angle);
                result[start + i] = head[i] * cos - head[i + size / 2] * sin;
                result[start + i + size / 2] = head[i + size / 2] * cos + head[i] * sin;
            }
        }
        return result;
    }

    private void feed(double[] x, String prefix) {
        double[] h = norm(x, weight(prefix + "post_attention_layernorm.weight"));
        double[] gate = linear(h, prefix + "mlp.gate_proj");
        double[] up = linear(h, prefix + "mlp.up_proj");
        for (int i = 0; i < gate.length; i++) {
            gate[i] = gate[i] / (1 + Math.exp(-gate[i])) * up[i];
        }
        add(x, linear(gate, prefix + "mlp.down_proj"));
    }

    private double[] linear(double[] x, String name) {
        double[] matrix = weight(name + ".weight");
        double @Nullable [] bias = weights.get(name + ".bias");
        double[] y = new double[matrix.length / x.length];
        for (int o = 0; o < y.length; o++) {
            y[o] = bias == null ? 0 : bias[o];
            for (int i = 0; i < x.length; i++) {
                y[o] += matrix[o * x.length + i] * x[i];
            }
        }
        return y;
    }

    private double[] norm(double[] x, double[] scale) {
        double square = 0;
        for (double value : x) {
            square += value * value;
        }
        double[] y = new double[x.length];
        for (int i = 0; i < x.length; i++) {
            y[i] = scale[i] * x[i] / Math.sqrt(square / x.length + epsilon);
        }
        return y;
    }

    private static double[] softmax(double[] scores) {
        double top = Double.NEGATIVE_INFINITY;
        for (double score : scores) {
            top = Math.max(top, score);
        }
        double[] p = new double[scores.length];
        double sum = 0;
        for (int i = 0; i < p.length; i++) {
            p[i] = Math.exp(scores[i] - top);
            sum += p[i];
        }
        for (int i = 0; i < p.length; i++) {
            p[i] /= sum;
        }
        return p;
    }

    private static void add(double[] x, double[] y) {
        for (int i = 0; i < x.length; i++) {
            x[i] += y[i];
        }
    }

    private static double[] row(double[] matrix, int row, int columns) {
        return Arrays.copyOfRange(matrix, row * columns, (row + 1) * columns);
    }

    private double[] weight(String name) {
        double @Nullable [] weight = weights.get(name);
        if (weight == null) {
            throw new IllegalArgumentException("no weight " + name);
        }
        return weight;
    }
}
