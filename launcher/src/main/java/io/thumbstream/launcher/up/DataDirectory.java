package io.thumbstream.launcher.up;

import io.thumbstream.launcher.console.Causes;
import io.thumbstream.runtime.error.ConfigException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;

/**
 * A data directory held by this process: as a whole, or for one part of the pipeline beside others. A second process is refused with
 * a clear message, and whoever wants the whole is refused while any part is held.
 */
public final class DataDirectory implements AutoCloseable {
    private static final String WHOLE = "lock";

    private final Path path;
    private final List<FileChannel> channels;

    private DataDirectory(Path path, List<FileChannel> channels) {
        this.path = path;
        this.channels = channels;
    }

    /**
     * Creates the directory where missing and holds it alone.
     *
     * @throws ConfigException when it cannot be made, or another process holds it or a part of it
     */
    static DataDirectory open(Path path) {
        return open(path, channels -> channels.add(hold(path, WHOLE, false)));
    }

    /**
     * Creates the directory where missing and holds it for {@code part}, beside the holders of other parts.
     *
     * @throws ConfigException when it cannot be made, or another process holds the whole or this part
     */
    public static DataDirectory openPart(Path path, String part) {
        return open(path, channels -> {
            channels.add(hold(path, WHOLE, true));
            channels.add(hold(path, WHOLE + "-" + part, false));
        });
    }

    private static DataDirectory open(Path path, Locking locking) {
        List<FileChannel> channels = new ArrayList<>();
        DataDirectory directory = new DataDirectory(path.toAbsolutePath().normalize(), channels);
        try {
            Files.createDirectories(path);
            locking.lock(channels);
            return directory;
        } catch (IOException e) {
            directory.close();
            throw new ConfigException("data directory " + path.toAbsolutePath() + " cannot be used (" + Causes.of(e)
                    + "); give a writable --data-dir");
        } catch (ConfigException e) {
            directory.close();
            throw e;
        }
    }

    private static FileChannel hold(Path path, String file, boolean shared) throws IOException {
        FileChannel channel = FileChannel.open(
                path.resolve(file), StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
        if (!locked(channel, shared)) {
            channel.close();
            throw new ConfigException("data directory " + path.toAbsolutePath()
                    + " is in use by another thumbstream; stop that one, or give another --data-dir");
        }
        return channel;
    }

    private static boolean locked(FileChannel channel, boolean shared) throws IOException {
        try {
            @SuppressWarnings("resource") // released with the channel
            FileLock lock = channel.tryLock(0, Long.MAX_VALUE, shared);
            return lock != null;
        } catch (OverlappingFileLockException heldByThisProcess) {
            return false;
        }
    }

    /** Where it lies, absolute. */
    public Path path() {
        return path;
    }

    @Override
    public void close() {
        for (FileChannel channel : channels) {
            try {
                channel.close();
            } catch (IOException e) {
                throw new UncheckedIOException("lock of " + path + " cannot be released", e);
            }
        }
    }

    @FunctionalInterface
    private interface Locking {
        void lock(List<FileChannel> channels) throws IOException;
    }
}
