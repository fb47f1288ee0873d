package io.thumbstream.model.checkpoint;

import java.io.IOException;
import java.nio.file.Path;

/** A file that exists but cannot be used: truncated, altered, or of another format. */
public final class CorruptFileException extends IOException {
    private static final long serialVersionUID = 1;

    /**
     * Describes the damage.
     *
     * @param file the damaged file
     * @param problem what was found, with the value
     * @param remedy what to do
     */
    public CorruptFileException(Path file, String problem, String remedy) {
        super(file + ": " + problem + "; " + remedy);
    }
}
