package io.thumbstream.schemas.seal;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.LinkedHashMap;
import java.util.Map;

/** Small files of one directory that nobody but their owner may read, and that survive a loss of power. */
final class DurableFiles {
    private final Path directory;

    DurableFiles(Path directory) {
        this.directory = directory;
    }

    /** Writes a file over what it holds. */
    void write(Path file, byte[] bytes) throws IOException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
            ByteBuffer buffer = ByteBuffer.wrap(bytes);
            while (buffer.hasRemaining()) {
                int unused = channel.write(buffer);
            }
            channel.force(true);
        }
    }

    /**
     * Makes files that are there whole or not at all; one that exists stays as it is. The directory, and what the disk does for it, is
     * waited for once for all of them.
     */
    void create(Map<Path, byte[]> files) throws IOException {
        Files.createDirectories(directory);
        Map<Path, Path> parts = new LinkedHashMap<>();
        try {
            for (Map.Entry<Path, byte[]> file : files.entrySet()) {
                Path part = Files.createTempFile(directory, "new-", ".part", ownerOnly());
                parts.put(file.getKey(), part);
                write(part, file.getValue());
            }
            for (Map.Entry<Path, Path> part : parts.entrySet()) {
                link(part.getKey(), part.getValue());
            }
            forceDirectory();
        } finally {
            for (Path part : parts.values()) {
                Files.delete(part);
            }
        }
    }

    private static void link(Path file, Path part) throws IOException {
        try {
            Path unused = Files.createLink(file, part);
        } catch (FileAlreadyExistsException e) {
            return; // whoever was faster made it
        }
    }

    /** Returns when files that were made or removed are so on the disk. */
    void forceDirectory() throws IOException {
        if (isPosix()) {
            try (FileChannel channel = FileChannel.open(directory, StandardOpenOption.READ)) {
                channel.force(true);
            }
        }
    }

    private boolean isPosix() {
        return directory.getFileSystem().supportedFileAttributeViews().contains("posix");
    }

    private FileAttribute<?>[] ownerOnly() {
        return isPosix()
                ? new FileAttribute<?>[] {
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"))
                }
                : new FileAttribute<?>[0];
    }
}
