package io.thumbstream.model.sample;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import io.thumbstream.model.lm.LmConfig;
import io.thumbstream.model.tensor.ScriptCall;
import io.thumbstream.model.tensor.TensorList;
import io.thumbstream.model.tensor.TorchScriptLibrary;
import java.util.ArrayList;
import java.util.List;

/**
 * Keys and values of running answers, {@code [2, S, K, T, d]} per layer with the axes of {@link DecodeScript}. {@code T} follows {@link CacheRoom};
 * what is new in a larger one is zero. On a card, which has no such trouble with gaps and whose memory should be taken at the start, it is the context.
 */
final class KeyValueCache implements AutoCloseable {
    private final NDManager manager;
    private final TorchScriptLibrary library;
    private final CacheRoom room;
    private List<NDArray> layers;
    private TensorList prepared;

    /**
     * Allocates the cache for {@code slots} answers.
     *
     * @param manager owns the arrays
     * @param library has the method {@code moved} of {@link DecodeScript}
     */
    KeyValueCache(NDManager manager, TorchScriptLibrary library, LmConfig config, int slots) {
        this.manager = manager;
        this.library = library;
        this.room = new CacheRoom(config.context());
        if (manager.getDevice().isGpu()) {
            room.atLeast(config.context());
        }
        Shape shape = new Shape(2, slots, config.keyValueHeads(), room.positions(), config.headSize());
        layers = new ArrayList<>();
        for (int layer = 0; layer < config.layers(); layer++) {
            layers.add(manager.zeros(shape));
        }
        prepared = TensorList.of(layers);
    }

    /** The layers as they are now, an argument of script calls; valid until the next call of a method of this class. */
    TensorList layers() {
        return prepared;
    }

    /** Makes room for prompts of {@code need} positions. */
    void prepare(int need) {
        hold(room.atLeast(need));
    }

    /**
     * Makes room for a step whose longest answer has {@code need} positions.
     *
     * @return how many positions of each slot to read
     */
    int prepareStep(int need) {
        int read = manager.getDevice().isGpu() ? room.rounded(need) : room.step(need);
        hold(room.positions());
        return read;
    }

    private void hold(int positions) {
        int had = (int) layers.get(0).getShape().get(3);
        if (had == positions) {
            return;
        }
        List<NDArray> moved = new ArrayList<>();
        try {
            layers.forEach(layer -> moved.add(moved(layer, positions)));
        } catch (RuntimeException | Error e) {
            moved.forEach(NDArray::close); // the old ones go on, whole
            room.backTo(had);
            throw e;
        }
        prepared.close();
        layers.forEach(NDArray::close);
        layers = moved;
        prepared = TensorList.of(layers);
    }

    private NDArray moved(NDArray layer, int positions) {
        try (ScriptCall call = library.call("moved")) {
            return call.tensor(layer).integer(positions).run(manager);
        }
    }

    @Override
    public void close() {
        prepared.close();
        layers.forEach(NDArray::close);
    }
}
