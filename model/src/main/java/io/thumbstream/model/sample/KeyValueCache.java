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
 * what is new in a larger one is zero. On a card it is the context, because memory there should be taken at the start and copies would need it
 * twice. One thread owns it.
 */
final class KeyValueCache implements AutoCloseable {
    /** Axis of a layer. */
    private static final int POSITIONS = 3;

    private final NDManager manager;
    private final TorchScriptLibrary library;
    private final CacheRoom room;
    private final boolean onCard;
    private final List<NDArray> layers;
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
        this.onCard = manager.getDevice().isGpu();
        if (onCard) {
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
        int read = onCard ? room.rounded(need) : room.step(need);
        hold(room.positions());
        return read;
    }

    /** One layer after the other, so that at most one is there twice; after a failure the next call mends what it left. */
    private void hold(int positions) {
        if (layers.stream().allMatch(layer -> positions(layer) == positions)) {
            return;
        }
        prepared.close();
        try {
            layers.replaceAll(layer -> positions(layer) == positions ? layer : moved(layer, positions));
        } catch (RuntimeException | Error e) {
            room.backTo(positions(layers.get(layers.size() - 1))); // the last one was not reached
            throw e;
        } finally {
            prepared = TensorList.of(layers);
        }
    }

    private NDArray moved(NDArray layer, int positions) {
        try (ScriptCall call = library.call("moved")) {
            NDArray moved = call.tensor(layer).integer(positions).run(manager);
            layer.close();
            return moved;
        }
    }

    private static int positions(NDArray layer) {
        return (int) layer.getShape().get(POSITIONS);
    }

    @Override
    public void close() {
        prepared.close();
        layers.forEach(NDArray::close);
    }
}
