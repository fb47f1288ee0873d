package io.thumbstream.model.checkpoint;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * Reader and writer of safetensors files, one or several shards, of any size.
 *
 * <p>Reading maps one tensor at a time and widens it to float32; no file is held in memory. Non-finite values are
 * refused, since a model that contains one answers nothing but noise. Not thread-safe.
 */
public final class Safetensors implements AutoCloseable {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String SINGLE = "model.safetensors";
    private static final String INDEX = "model.safetensors.index.json";
    private static final int WRITE_CHUNK = 1 << 20;

    private final List<Shard> shards;
    private final Map<String, Shard> byTensor = new LinkedHashMap<>();

    private record Shard(Path file, FileChannel channel, SafetensorsHeader header) {}

    private Safetensors(List<Shard> shards) {
        this.shards = shards;
        shards.forEach(shard -> shard.header().entries().keySet().forEach(name -> byTensor.put(name, shard)));
    }

    /**
     * Opens one file and checks its header.
     *
     * @throws CorruptFileException when the file is truncated or its header makes no sense
     */
    public static Safetensors open(Path file) throws IOException {
        return openAll(List.of(file));
    }

    /**
     * Opens the weights of a model directory: the shards of {@code model.safetensors.index.json} if there is one,
     * otherwise {@code model.safetensors}.
     */
    public static Safetensors openModel(Path directory) throws IOException {
        Path index = directory.resolve(INDEX);
        if (!Files.exists(index)) {
            return open(directory.resolve(SINGLE));
        }
        JsonNode map = JSON.readTree(Files.readAllBytes(index)).path("weight_map");
        Set<String> files = new TreeSet<>();
        map.forEach(file -> files.add(file.asText()));
        if (files.isEmpty()) {
            throw new CorruptFileException(index, "the weight map is missing or empty", "restore the index file");
        }
        List<Path> paths = new ArrayList<>();
        for (String file : files) {
            Path path = directory.resolve(file).normalize();
            if (!path.startsWith(directory.normalize())) {
                throw new CorruptFileException(
                        index, "shard " + file + " lies outside the model directory", "use relative shard names");
            }
            paths.add(path);
        }
        return openAll(paths);
    }

    private static Safetensors openAll(List<Path> files) throws IOException {
        List<Shard> shards = new ArrayList<>();
        try {
            for (Path file : files) {
                FileChannel channel = FileChannel.open(file, StandardOpenOption.READ);
                try {
                    shards.add(new Shard(file, channel, SafetensorsHeader.read(channel, file)));
                } catch (IOException | RuntimeException e) {
                    channel.close();
                    throw e;
                }
            }
        } catch (IOException | RuntimeException e) {
            closeAll(shards);
            throw e;
        }
        return new Safetensors(shards);
    }

    /** Tensor names, in file order. */
    public Set<String> names() {
        return Collections.unmodifiableSet(byTensor.keySet());
    }

    /** Free texts of all shards. */
    public Map<String, String> metadata() {
        Map<String, String> all = new HashMap<>();
        shards.forEach(shard -> all.putAll(shard.header().metadata()));
        return Map.copyOf(all);
    }

    /** Extents of a tensor. */
    public long[] shape(String name) throws IOException {
        return entry(name).shape().clone();
    }

    /**
     * Values of a tensor, widened to float32, in row-major order.
     *
     * @param expected the shape it must have
     * @throws CorruptFileException when the tensor is absent, has another shape, or holds a non-finite value
     */
    public FloatBuffer floats(String name, long... expected) throws IOException {
        SafetensorsHeader.Entry entry = entry(name);
        Path file = shard(name).file();
        if (!Arrays.equals(entry.shape(), expected)) {
            throw new CorruptFileException(
                    file,
                    "tensor " + name + " has shape " + Arrays.toString(entry.shape()) + " instead of "
                            + Arrays.toString(expected),
                    "the weights belong to another configuration; use the config.json saved with them");
        }
        FloatBuffer values = map(name, entry);
        for (int i = values.position(); i < values.limit(); i++) {
            if (!Float.isFinite(values.get(i))) {
                throw new CorruptFileException(
                        file,
                        "tensor " + name + " holds " + values.get(i) + " at element " + i,
                        "the training that wrote it diverged; go back to an older version");
            }
        }
        return values;
    }

    private FloatBuffer map(String name, SafetensorsHeader.Entry entry) throws IOException {
        long bytes = entry.end() - entry.begin();
        if (bytes > Integer.MAX_VALUE) {
            throw new CorruptFileException(
                    shard(name).file(), "tensor " + name + " has " + bytes + " bytes", "one tensor may have 2 GiB");
        }
        ByteBuffer mapped = shard(name).channel().map(FileChannel.MapMode.READ_ONLY, entry.begin(), bytes);
        return entry.type().widen(mapped.order(ByteOrder.LITTLE_ENDIAN));
    }

    private SafetensorsHeader.Entry entry(String name) throws IOException {
        SafetensorsHeader.Entry entry = shard(name).header().entries().get(name);
        if (entry == null) {
            throw new IllegalStateException("Tensor " + name + " was listed but has no header entry");
        }
        return entry;
    }

    private Shard shard(String name) throws IOException {
        Shard shard = byTensor.get(name);
        if (shard == null) {
            throw new CorruptFileException(
                    shards.get(0).file(), "there is no tensor " + name, "the weights belong to another kind of model");
        }
        return shard;
    }

    /**
     * Writes float32 tensors in iteration order and forces them to the disk.
     *
     * <p>The file appears while it is being written; {@link CheckpointStore} makes whole directories appear at once.
     *
     * @param tensors name to tensor
     * @param metadata free texts kept with them
     */
    public static void write(Path file, Map<String, TensorData> tensors, Map<String, String> metadata)
            throws IOException {
        try (FileChannel channel = FileChannel.open(
                file, StandardOpenOption.CREATE, StandardOpenOption.WRITE, StandardOpenOption.TRUNCATE_EXISTING)) {
            writeFully(channel, ByteBuffer.wrap(SafetensorsHeader.encode(tensors, metadata)));
            ByteBuffer chunk = ByteBuffer.allocate(WRITE_CHUNK).order(ByteOrder.LITTLE_ENDIAN);
            for (TensorData tensor : tensors.values()) {
                FloatBuffer values = tensor.values().duplicate();
                while (values.hasRemaining()) {
                    int count = Math.min(values.remaining(), WRITE_CHUNK / Float.BYTES);
                    chunk.clear().limit(count * Float.BYTES);
                    chunk.asFloatBuffer().put(values.slice(values.position(), count));
                    values.position(values.position() + count);
                    writeFully(channel, chunk);
                }
            }
            channel.force(true);
        }
    }

    private static void writeFully(FileChannel channel, ByteBuffer bytes) throws IOException {
        while (bytes.hasRemaining()) {
            channel.write(bytes);
        }
    }

    private static void closeAll(List<Shard> shards) throws IOException {
        for (Shard shard : shards) {
            shard.channel().close();
        }
    }

    @Override
    public void close() throws IOException {
        closeAll(shards);
    }
}
