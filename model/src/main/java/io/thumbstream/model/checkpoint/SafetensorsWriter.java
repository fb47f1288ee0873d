package io.thumbstream.model.checkpoint;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Map;

/** Writes one safetensors file of float32 tensors. */
final class SafetensorsWriter {
    private static final int CHUNK = 1 << 20;

    private SafetensorsWriter() {}

    /** Writes tensors in iteration order and forces them to the disk. */
    static void write(Path file, Map<String, ? extends TensorSource> tensors, Map<String, String> metadata)
            throws IOException {
        try (FileChannel channel = FileChannel.open(
                file, StandardOpenOption.CREATE, StandardOpenOption.WRITE, StandardOpenOption.TRUNCATE_EXISTING)) {
            writeFully(channel, ByteBuffer.wrap(SafetensorsHeader.encode(tensors, metadata)));
            ByteBuffer chunk = ByteBuffer.allocate(CHUNK).order(ByteOrder.LITTLE_ENDIAN);
            for (TensorSource tensor : tensors.values()) {
                tensor.read(values -> write(channel, chunk, values.duplicate()));
            }
            channel.force(true);
        }
    }

    private static void write(FileChannel channel, ByteBuffer chunk, FloatBuffer values) throws IOException {
        while (values.hasRemaining()) {
            int count = Math.min(values.remaining(), CHUNK / Float.BYTES);
            chunk.clear().limit(count * Float.BYTES);
            chunk.asFloatBuffer().put(values.slice(values.position(), count));
            values.position(values.position() + count);
            writeFully(channel, chunk);
        }
    }

    private static void writeFully(FileChannel channel, ByteBuffer bytes) throws IOException {
        while (bytes.hasRemaining()) {
            channel.write(bytes);
        }
    }
}
