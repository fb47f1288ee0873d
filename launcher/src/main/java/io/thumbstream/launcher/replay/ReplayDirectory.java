package io.thumbstream.launcher.replay;

import io.thumbstream.launcher.up.BaseModel;
import io.thumbstream.launcher.up.Folders;
import io.thumbstream.runtime.error.ConfigException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/** Where a replay writes: a new directory, or that of the same replay cut earlier. */
public final class ReplayDirectory {
    private static final String MARK = "replay.txt";

    private ReplayDirectory() {}

    /**
     * Whether a replay of that identity was begun in {@code directory}.
     *
     * @param identity what makes a replay the same one: source and configuration
     * @throws ConfigException when the directory holds something else
     */
    static boolean begun(Path directory, String identity) throws IOException {
        Path mark = directory.resolve(MARK);
        if (Files.exists(mark)) {
            if (!Files.readString(mark, StandardCharsets.UTF_8).equals(identity)) {
                throw new ConfigException("--output-dir " + directory
                        + " holds a replay of another run or configuration;" + " name a new directory");
            }
            return true;
        }
        if (!empty(directory)) {
            throw new ConfigException("--output-dir " + directory + " is not empty; name a new directory");
        }
        return false;
    }

    /**
     * Puts the base model of the run into a new {@code directory} and marks it.
     *
     * @param source data directory of the run; its version 0 is taken where it has one, else the shipped model
     */
    public static void begin(Path directory, Path source, String modelName, String identity) throws IOException {
        Files.createDirectories(directory);
        Path models = Path.of("models", "policy-" + modelName);
        Path base = models.resolve("v00000000");
        if (Files.isDirectory(source.resolve(base))) {
            Files.createDirectories(directory.resolve(models));
            Folders.copy(source.resolve(base), directory.resolve(base));
        } else {
            Path unused = BaseModel.install(directory, modelName);
        }
        Files.writeString(directory.resolve(MARK), identity, StandardCharsets.UTF_8);
    }

    private static boolean empty(Path directory) throws IOException {
        if (!Files.exists(directory)) {
            return true;
        }
        if (!Files.isDirectory(directory)) {
            throw new ConfigException("--output-dir " + directory + " is a file; name a new directory");
        }
        try (Stream<Path> entries = Files.list(directory)) {
            return entries.findAny().isEmpty();
        }
    }
}
