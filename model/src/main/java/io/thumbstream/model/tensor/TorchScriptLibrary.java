package io.thumbstream.model.tensor;

import ai.djl.ndarray.NDManager;
import ai.djl.pytorch.engine.PtNDManager;
import ai.djl.pytorch.engine.PtSymbolBlock;
import ai.djl.pytorch.jni.JniUtils;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;

/**
 * Compiled TorchScript methods, called by name with tensors that stay ordinary NDArrays.
 *
 * <p>One call runs a whole forward pass, with autograd when the thread's grad mode is on. Several sources may be
 * assembled into one library; a method may call any other one of the same library through {@code self}. Safe for use by
 * several threads at once.
 */
public final class TorchScriptLibrary implements AutoCloseable {
    private final PtSymbolBlock module;

    private TorchScriptLibrary(PtSymbolBlock module) {
        this.module = module;
    }

    /**
     * Compiles the sources into one library that lives until it or {@code manager} is closed.
     *
     * @param sources method definitions, each line indented by two spaces, each method taking
     *     {@code self: __torch__.Ops} first
     * @throws ai.djl.engine.EngineException when a source does not compile; the message has file, line and candidates
     */
    public static TorchScriptLibrary load(NDManager manager, String... sources) {
        byte[] archive = TorchScriptArchive.of(String.join("", sources));
        try {
            return new TorchScriptLibrary(
                    JniUtils.loadModule((PtNDManager) manager, new ByteArrayInputStream(archive), false, false));
        } catch (IOException e) {
            throw new UncheckedIOException("Reading a TorchScript archive from memory failed", e);
        }
    }

    /** Begins a call of {@code method}; add the arguments in order, run, and close it. */
    public ScriptCall call(String method) {
        return new ScriptCall(module, method);
    }

    @Override
    public void close() {
        module.close();
    }
}
