package io.thumbstream.launcher.up;

import io.thumbstream.runtime.error.ConfigException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** A data directory held by this process alone; a second process is refused with a clear message. */
final class DataDirectory implements AutoCloseable {
    private final Path path;
    private final FileChannel channel;

    private DataDirectory(Path path, FileChannel channel) {
        this.path = path;
        this.channel = channel;
    }

    /**
     * Creates the directory where missing and locks it.
     *
     * @throws ConfigException when it cannot be made, or another process holds it
     */
    static DataDirectory open(Path path) {
        try {
            Files.createDirectories(path);
            FileChannel channel =
                    FileChannel.open(path.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
            if (!locked(channel)) {
                channel.close();
                throw new ConfigException("data directory " + path.toAbsolutePath()
                        + " is in use by another thumbstream; stop that one, or give another --data-dir");
            }
            return new DataDirectory(path.toAbsolutePath().normalize(), channel);
        } catch (IOException e) {
            throw new ConfigException("data directory " + path.toAbsolutePath() + " cannot be used (" + e.getMessage()
                    + "); give a writable --data-dir");
        }
    }

    private static boolean locked(FileChannel channel) throws IOException {
        try {
            @SuppressWarnings("resource") // released with the channel
            FileLock lock = channel.tryLock();
            return lock != null;
        } catch (OverlappingFileLockException heldByThisProcess) {
            return false;
        }
    }

    Path path() {
        return path;
    }

    @Override
    public void close() {
        try {
            channel.close();
        } catch (IOException e) {
            throw new UncheckedIOException("lock of " + path + " cannot be released", e);
        }
    }
}
