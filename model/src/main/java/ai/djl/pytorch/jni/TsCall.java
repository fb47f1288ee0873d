package ai.djl.pytorch.jni;

import ai.djl.pytorch.engine.PtSymbolBlock;
import java.util.List;

/**
 * Calls one method of a TorchScript module by name, with autograd allowed.
 *
 * <p>The engine's own entry point always runs under inference mode and its native binding is package-private, which is
 * why this class lives here.
 */
public final class TsCall {
    private TsCall() {}

    /**
     * Runs {@code method} of {@code module} under the thread's grad mode.
     *
     * <p>The engine's inference flag stays off: tensors made under it can never take part in a loss, not even as
     * constants.
     *
     * @param arguments open values in the order of the script's parameters, without {@code self}
     * @return the script's result; the caller closes it
     */
    public static IValue run(PtSymbolBlock module, String method, List<IValue> arguments) {
        long[] handles = arguments.stream().mapToLong(IValue::getHandle).toArray();
        return new IValue(PyTorchLibrary.LIB.moduleRunMethod(module.getHandle(), method, handles, true, false));
    }
}
