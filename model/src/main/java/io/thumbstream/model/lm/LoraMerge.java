package io.thumbstream.model.lm;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import io.thumbstream.model.checkpoint.TensorSource;
import io.thumbstream.model.tensor.Grad;
import io.thumbstream.model.tensor.Pieces;
import io.thumbstream.model.tensor.ScriptCall;
import java.io.IOException;
import java.nio.FloatBuffer;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The matrix {@code W + scale B A} of one adapted projection, made when it is asked for.
 *
 * @param base W
 * @param down A
 * @param up B
 * @param scale factor of what is added
 * @param passes what computes it
 */
record LoraMerge(NDArray base, NDArray down, NDArray up, double scale, LmPasses passes) implements TensorSource {
    /** All of an adapter, by the names of the matrices that they stand for. */
    static Map<String, LoraMerge> all(LoraAdapter adapter, ParamSet base, LmConfig config, LmPasses passes) {
        Map<String, LoraMerge> merges = new LinkedHashMap<>();
        for (LoraPlace place : LoraPlace.all(config)) {
            if (adapter.settings().adapts(place.target())) {
                NDArray down = adapter.parameters().get(place.down());
                NDArray up = adapter.parameters().get(place.up());
                NDArray own = base.get(place.weight());
                merges.put(
                        place.weight(),
                        new LoraMerge(own, down, up, adapter.settings().scale(), passes));
            }
        }
        return merges;
    }

    /** A new array that belongs to {@code owner} and knows nothing of gradients. */
    NDArray array(NDManager owner) {
        return Grad.off(() -> {
            try (ScriptCall call = passes.merge(base, down, up, scale)) {
                return call.run(owner);
            }
        });
    }

    @Override
    public long[] shape() {
        return base.getShape().getShape();
    }

    @Override
    public FloatBuffer values() {
        try (NDManager scratch = base.getManager().newSubManager();
                NDArray merged = array(scratch)) {
            return FloatBuffer.wrap(merged.toFloatArray());
        }
    }

    @Override
    public void read(Sink sink) throws IOException {
        try (NDManager scratch = base.getManager().newSubManager();
                NDArray merged = array(scratch)) {
            Pieces.read(merged, values -> sink.accept(FloatBuffer.wrap(values)));
        }
    }
}
