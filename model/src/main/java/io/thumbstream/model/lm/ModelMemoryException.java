package io.thumbstream.model.lm;

import java.io.IOException;
import java.nio.file.Path;

/** A model whose weights do not fit into memory; nothing of it stays loaded. */
public final class ModelMemoryException extends IOException {
    private static final long serialVersionUID = 1;

    ModelMemoryException(Path directory, LmConfig config, Throwable failure) {
        super(
                directory + ": the model does not fit into memory (" + failure.getMessage() + "); as float32 it takes "
                        + MemoryNeed.ofWeights(config).words()
                        + "; give the process more memory (THUMBSTREAM_HEAP where Java's own is short) or take a smaller model",
                failure);
    }
}
