package io.thumbstream.model.checkpoint;

import io.thumbstream.model.memory.OffHeap;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.MappedByteBuffer;
import java.nio.channels.FileChannel;
import java.util.ArrayList;
import java.util.List;

/** Parts of files that are mapped into memory, and no longer than until it is closed; then no buffer of it may be touched. Not thread-safe. */
final class Mappings implements AutoCloseable {
    private final List<MappedByteBuffer> open = new ArrayList<>();

    /** Maps {@code bytes} of a file from {@code position} on, to be read until {@link #close}. */
    ByteBuffer map(FileChannel channel, long position, long bytes) throws IOException {
        MappedByteBuffer mapped = channel.map(FileChannel.MapMode.READ_ONLY, position, bytes);
        open.add(mapped);
        return mapped;
    }

    @Override
    public void close() {
        open.forEach(OffHeap::free);
        open.clear();
    }
}
