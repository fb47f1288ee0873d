package io.thumbstream.model.lm;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.NDScope;
import ai.djl.ndarray.types.Shape;
import io.thumbstream.model.tensor.ScriptCall;
import io.thumbstream.model.tensor.TorchScriptLibrary;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** The compiled passes of a decoder and the constants they read: all that models with one configuration may share. Thread-safe. */
final class LmPasses implements AutoCloseable {
    private final LmConfig config;
    private final Precision precision;
    private final NDManager manager;
    private final NDArray cos;
    private final NDArray sin;
    private final NDArray absent;
    private final TorchScriptLibrary library;

    LmPasses(LmConfig config, Device device, Precision precision) {
        this.config = config;
        this.precision = precision;
        RotaryTable table = RotaryTable.of(config);
        manager = NDManager.newBaseManager(device);
        cos = table.cos(manager);
        sin = table.sin(manager);
        absent = manager.zeros(new Shape(0));
        NDScope.unregister(cos, sin, absent);
        library = TorchScriptLibrary.load(
                manager,
                precision.products(),
                LmScript.BLOCKS,
                LmScript.FORWARD,
                SharedPromptScript.CHOSEN,
                SharedPromptScript.PARTS);
    }

    /** Those of a model with these parameters, of which nothing is left when there is no room for the passes. */
    static LmPasses of(LmConfig config, ParamSet parameters, Precision precision) {
        try {
            return new LmPasses(config, parameters.device(), precision);
        } catch (RuntimeException | Error failed) {
            parameters.close();
            throw failed;
        }
    }

    /** What products are computed in. */
    Precision precision() {
        return precision;
    }

    /** Rotary cosines, {@code [context, head]}. */
    NDArray cos() {
        return cos;
    }

    /** Rotary sines, {@code [context, head]}. */
    NDArray sin() {
        return sin;
    }

    /** Arrays in the order of the script's {@code ps}, an empty one for each that {@code find} does not have. */
    List<NDArray> inOrder(Function<String, Optional<NDArray>> find) {
        return LmLayout.scriptOrder(config).stream()
                .map(name -> find.apply(name).orElse(absent))
                .toList();
    }

    /** Begins a pass over {@code ids}; arguments of its own follow. */
    ScriptCall call(String method, NDArray ids, ParamSet parameters, Optional<LoraAdapter> adapter) {
        return library.call(method)
                .tensor(ids)
                .tensors(inOrder(parameters::find))
                .tensors(
                        adapter.map(own -> own.scriptParameters(config, absent)).orElse(List.of()))
                .number(adapter.map(own -> own.settings().scale()).orElse(0.0))
                .tensor(cos)
                .tensor(sin)
                .integer(config.heads())
                .integer(config.keyValueHeads())
                .number(config.normEpsilon());
    }

    /** Begins the sum of a matrix and its adapter. */
    ScriptCall merge(NDArray base, NDArray down, NDArray up, double scale) {
        return library.call("merged").tensor(base).tensor(down).tensor(up).number(scale);
    }

    @Override
    public void close() {
        library.close();
        manager.close();
    }
}
