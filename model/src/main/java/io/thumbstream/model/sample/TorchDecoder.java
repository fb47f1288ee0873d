package io.thumbstream.model.sample;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import io.thumbstream.model.lm.CausalLm;
import io.thumbstream.model.lm.LmConfig;
import io.thumbstream.model.lm.LmScript;
import io.thumbstream.model.lm.Precision;
import io.thumbstream.model.tensor.ScriptCall;
import io.thumbstream.model.tensor.StepScope;
import io.thumbstream.model.tensor.TensorList;
import io.thumbstream.model.tensor.TorchScriptLibrary;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** {@link Decoder} on the tensor engine: one script call per step, cache written in place. */
final class TorchDecoder implements Decoder {
    private final LmConfig config;
    private final NDManager manager;
    private final TorchScriptLibrary library;
    private final NDArray order;
    private final NDArray noPlaces;
    private final NDArray noBias;
    private final KeyValueCache cache;
    private @Nullable Policy policy;

    /** What the scripts read of one version: its constants, and its weights as {@link DecodeScript#FUSE} arranges them. */
    private record Policy(CausalLm model, NDList fused, TensorList weights) implements AutoCloseable {
        @Override
        public void close() {
            weights.close();
            fused.close();
        }
    }

    /**
     * Allocates the cache for {@code slots} answers: at most {@code 2 layers slots keyValueHeads context headSize} floats.
     *
     * @param device where the weights are
     */
    TorchDecoder(LmConfig config, int slots, Device device) {
        this.config = config;
        this.manager = NDManager.newBaseManager(device);
        try {
            this.library = TorchScriptLibrary.load(
                    manager,
                    Precision.FLOAT32.products(),
                    LmScript.BLOCKS,
                    DecodeScript.FUSE,
                    DecodeScript.CACHE,
                    DecodeScript.PREFILL,
                    DecodeScript.MOVE,
                    DecodeScript.CLEAR,
                    DecodeScript.DECODE,
                    DecodeScript.DRAW);
            this.order = manager.arange(0, config.context(), 1, DataType.INT64);
            this.noPlaces = manager.zeros(new Shape(0), DataType.INT64);
            this.noBias = manager.zeros(new Shape(0));
            this.cache = new KeyValueCache(manager, library, config, slots);
        } catch (RuntimeException | Error e) {
            manager.close(); // or each further try would leave behind what there was room for
            throw e;
        }
    }

    @Override
    public int context() {
        return config.context();
    }

    @Override
    public int vocabularySize() {
        return config.vocabularySize();
    }

    @Override
    public void use(PolicySnapshot snapshot) {
        LmConfig other = snapshot.model().config();
        if (!other.equals(config)) {
            throw new IllegalArgumentException("policy version " + snapshot.version() + " has shape " + other
                    + " but the cache was made for " + config + "; restart the generator to change the model's shape");
        }
        Policy next = fuse(snapshot.model());
        forget();
        policy = next;
    }

    private Policy fuse(CausalLm model) {
        try (NDManager scratch = manager.newSubManager();
                ScriptCall call = library.call("fuse")
                        .tensors(model.mergedParameters(scratch))
                        .integer(config.headSize())
                        .integer(config.heads())
                        .integer(config.keyValueHeads())) {
            NDList fused = call.runList(manager);
            return new Policy(model, fused, TensorList.of(fused));
        }
    }

    @Override
    public void prefill(PromptPass pass) {
        cache.prepare(pass.time());
        try (StepScope scope = StepScope.open(manager);
                ScriptCall call = library.call("prefill")) {
            NDManager m = scope.manager();
            call.tensor(m.create(pass.ids(), new Shape(pass.prompts(), pass.time())))
                    .tensor(m.create(pass.slots()))
                    .tensor(m.create(pass.sources()));
            NDArray ignored = model(call).run(m);
            ignored.close();
        }
    }

    @Override
    public void clear(int slot) {
        try (StepScope scope = StepScope.open(manager);
                ScriptCall call = library.call("clear")) {
            NDArray ignored = call.integer(slot).tensors(cache.layers()).run(scope.manager());
            ignored.close();
        }
    }

    @Override
    public void decode(DecodeStep step) {
        int longest = cache.prepareStep(step.longest);
        try (StepScope scope = StepScope.open(manager);
                ScriptCall call = library.call("step")) {
            NDManager m = scope.manager();
            call.tensor(m.create(Arrays.copyOf(step.ids, step.rows)))
                    .tensor(m.create(Arrays.copyOf(step.positions, step.rows)))
                    .tensor(order)
                    .integer(longest);
            double[] how = Arrays.copyOf(step.settings, step.rows * DecodeStep.SETTINGS);
            NDArray drawn = model(call)
                    .tensor(m.create(Arrays.copyOf(step.uniforms, step.rows)))
                    .tensor(m.create(how, new Shape(step.rows, DecodeStep.SETTINGS)))
                    .flag(step.truncated)
                    .flag(step.mixed)
                    .tensor(step.biases.isEmpty() ? noPlaces : m.create(step.biases.places()))
                    .tensor(step.biases.isEmpty() ? noBias : m.create(step.biases.values()))
                    .run(m);
            step.drawn = drawn.toDoubleArray();
        }
    }

    @Override
    public void close() {
        forget();
        cache.close();
        library.close();
        manager.close();
    }

    /** Arrays that live as long as the cache; constant while it serves. */
    int managedArrays() {
        return manager.getManagedArrays().size();
    }

    private ScriptCall model(ScriptCall call) {
        Policy used = policy;
        if (used == null) {
            throw new IllegalStateException("no weights yet; call use() first");
        }
        return call.tensors(cache.layers())
                .tensors(used.weights())
                .tensor(used.model().cos())
                .tensor(used.model().sin())
                .integer(config.heads())
                .integer(config.keyValueHeads())
                .number(config.normEpsilon());
    }

    private void forget() {
        if (policy != null) {
            policy.close();
            policy = null;
        }
    }
}
