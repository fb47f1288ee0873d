package io.thumbstream.model.tensor;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.engine.PtNDManager;
import ai.djl.pytorch.engine.PtSymbolBlock;
import ai.djl.pytorch.jni.IValue;
import ai.djl.pytorch.jni.TsCall;
import java.util.ArrayList;
import java.util.List;

/**
 * One call of a script method: arguments in order, then one of the {@code run} methods.
 *
 * <p>Every call runs the method as it is written: the engine's own rewriting of methods that it has seen run rounds differently in the
 * first calls and in later ones, so that a resumed run would differ from one that never stopped. Records a graph exactly when the thread's grad mode is on ({@link Grad#enabled}). Closing releases the argument
 * handles, not the arrays. Not thread-safe.
 */
public final class ScriptCall implements AutoCloseable {
    private final PtSymbolBlock module;
    private final String method;
    private final List<IValue> arguments = new ArrayList<>();
    private final List<IValue> owned = new ArrayList<>();

    ScriptCall(PtSymbolBlock module, String method) {
        this.module = module;
        this.method = method;
    }

    /** Adds a {@code Tensor} argument. */
    public ScriptCall tensor(NDArray array) {
        return own(IValue.from((PtNDArray) array));
    }

    /** Adds a {@code List[Tensor]} argument. */
    public ScriptCall tensors(List<NDArray> arrays) {
        return own(IValue.listFrom(arrays.toArray(PtNDArray[]::new)));
    }

    /** Adds a {@code List[Tensor]} argument that was prepared once for many calls; it stays open. */
    public ScriptCall tensors(TensorList prepared) {
        arguments.add(prepared.value());
        return this;
    }

    /** Adds an {@code int} argument. */
    public ScriptCall integer(long value) {
        return own(IValue.from(value));
    }

    /** Adds a {@code float} argument. */
    public ScriptCall number(double value) {
        return own(IValue.from(value));
    }

    /** Adds a {@code bool} argument. */
    public ScriptCall flag(boolean value) {
        return own(IValue.from(value));
    }

    /** Runs a method that returns a {@code Tensor}; the result belongs to {@code target}. */
    public NDArray run(NDManager target) {
        try (IValue result = invoke()) {
            return result.toTensor((PtNDManager) target);
        }
    }

    /** Runs a method that returns {@code List[Tensor]}; the results belong to {@code target}. */
    public NDList runList(NDManager target) {
        try (IValue result = invoke()) {
            return new NDList(result.toTensorArray((PtNDManager) target));
        }
    }

    private IValue invoke() {
        Grad.runAsWritten();
        return TsCall.run(module, method, arguments);
    }

    private ScriptCall own(IValue value) {
        arguments.add(value);
        owned.add(value);
        return this;
    }

    @Override
    public void close() {
        owned.forEach(IValue::close);
        owned.clear();
        arguments.clear();
    }
}
