package io.thumbstream.model.lm;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.ndarray.types.SparseFormat;
import io.thumbstream.model.tensor.Scalars;

/** The same decoder composed of single array operations, as an independent reference for the script. */
final class ComposedLm {
    private final LmConfig config;
    private final ParamSet parameters;
    private final NDArray cos;
    private final NDArray sin;

    ComposedLm(CausalLm model) {
        config = model.config();
        parameters = model.parameters();
        cos = model.cos();
        sin = model.sin();
    }

    NDArray logits(NDManager manager, NDArray ids) {
        long time = ids.getShape().get(1);
        NDArray x = ids.getNDArrayInternal()
                .embedding(ids, parameters.get(LmLayout.EMBEDDING), SparseFormat.DENSE)
                .singletonOrThrow();
        for (int layer = 0; layer < config.layers(); layer++) {
            String prefix = "model.layers." + layer + ".";
            x = x.add(attention(manager, norm(x, prefix + "input_layernorm"), prefix + "self_attn.", time));
            NDArray h = norm(x, prefix + "post_attention_layernorm");
            NDArray gate = linear(h, prefix + "mlp.gate_proj");
            NDArray up = linear(h, prefix + "mlp.up_proj");
            NDArray inner = gate.mul(gate.getNDArrayInternal().sigmoid()).mul(up);
            x = x.add(linear(inner, prefix + "mlp.down_proj"));
        }
        return linear(norm(x, "model.norm"), config.tiedEmbeddings() ? "model.embed_tokens" : "lm_head");
    }

    private NDArray attention(NDManager manager, NDArray h, String prefix, long time) {
        NDArray q = rotate(heads(linear(h, prefix + "q_proj"), config.heads()), time);
        NDArray k = rotate(heads(linear(h, prefix + "k_proj"), config.keyValueHeads()), time);
        NDArray v = heads(linear(h, prefix + "v_proj"), config.keyValueHeads());
        int group = config.heads() / config.keyValueHeads();
        k = repeat(k, group);
        v = repeat(v, group);
        float[] future = new float[(int) (time * time)];
        for (int i = 0; i < time; i++) {
            for (int j = i + 1; j < time; j++) {
                future[(int) (i * time + j)] = -1e9f;
            }
        }
        NDArray mask = manager.create(future, new Shape(time, time));
        NDArray weights = Scalars.over(q.matMul(k.swapAxes(2, 3)), Math.sqrt(config.headSize()))
                .add(mask)
                .softmax(-1);
        NDArray out = weights.matMul(v).transpose(0, 2, 1, 3).reshape(-1, time, config.width());
        return linear(out, prefix + "o_proj");
    }

    private static NDArray repeat(NDArray x, int group) {
        if (group == 1) {
            return x;
        }
        NDList parts = new NDList();
        for (int head = 0; head < x.getShape().get(1); head++) {
            for (int copy = 0; copy < group; copy++) {
                parts.add(x.get(":," + head).expandDims(1));
            }
        }
        return NDArrays.concat(parts, 1);
    }

    private NDArray heads(NDArray x, int heads) {
        long time = x.getShape().get(1);
        return x.reshape(-1, time, heads, config.headSize()).transpose(0, 2, 1, 3);
    }

    private NDArray rotate(NDArray x, long time) {
        NDList halves = x.split(2, 3);
        NDArray turned = halves.get(1).neg().concat(halves.get(0), -1);
        return x.mul(cos.get(":" + time)).add(turned.mul(sin.get(":" + time)));
    }

    private NDArray norm(NDArray x, String name) {
        NDArray variance = x.square().mean(new int[] {-1}, true).add((float) config.normEpsilon());
        return x.div(variance.sqrt()).mul(parameters.get(name + ".weight"));
    }

    private NDArray linear(NDArray x, String name) {
        return x.getNDArrayInternal()
                .linear(x, parameters.get(name + ".weight"), null)
                .singletonOrThrow();
    }
}
