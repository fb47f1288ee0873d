package io.thumbstream.model.checkpoint;

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

/**
 * Reader and writer of safetensors files, one or several shards, of any size.
 *
 * <p>Reading maps one tensor at a time and widens it to float32; no file is held in memory. Mappings end when it is closed. Non-finite values are
 * refused, since a model that contains one answers nothing but noise. Not thread-safe.
 */
public final class Safetensors implements AutoCloseable {
    static final String SINGLE = "model.safetensors";
    static final String INDEX = "model.safetensors.index.json";

    /** Elements read at once: at most 64 MiB, whatever the size of a tensor. */
    private static final int PIECE = 1 << 24;

    private final List<Shard> shards;
    private final Mappings mappings = new Mappings();
    private final int pieceElements;
    private final Map<String, Shard> byTensor = new LinkedHashMap<>();

    private record Shard(Path file, FileChannel channel, SafetensorsHeader header) {}

    /** Takes the values of a tensor one piece after the other. */
    @FunctionalInterface
    public interface Sink {
        /**
         * Takes a piece.
         *
         * @param first number of its first element in row-major order
         * @param values its remaining elements, valid during the call
         */
        void accept(long first, FloatBuffer values) throws IOException;
    }

    private Safetensors(List<Shard> shards, int pieceElements) {
        this.shards = shards;
        this.pieceElements = pieceElements;
        shards.forEach(shard -> shard.header().entries().keySet().forEach(name -> byTensor.put(name, shard)));
    }

    /**
     * Opens one file and checks its header.
     *
     * @throws CorruptFileException when the file is truncated or its header makes no sense
     */
    public static Safetensors open(Path file) throws IOException {
        return open(file, PIECE);
    }

    /** As {@link #open(Path)}, with a limit of the elements read at once. */
    static Safetensors open(Path file, int pieceElements) throws IOException {
        return new Safetensors(openAll(List.of(file)), pieceElements);
    }

    /**
     * Opens the weights of a model directory, the shards of {@code model.safetensors.index.json} or {@code model.safetensors},
     * and checks all headers.
     *
     * @throws CorruptFileException when a file is missing or damaged, or the index and its files do not belong together
     */
    public static Safetensors openModel(Path directory) throws IOException {
        Path single = directory.resolve(SINGLE);
        Path list = directory.resolve(INDEX);
        if (!Files.exists(list)) {
            return open(single);
        }
        if (Files.exists(single)) {
            throw new CorruptFileException(
                    list,
                    SINGLE + " lies beside it, so the weights are there twice",
                    "remove the one that is not meant");
        }
        ShardIndex index = ShardIndex.read(directory, list);
        List<Shard> shards = openAll(index.files());
        try {
            for (Shard shard : shards) {
                index.require(shard.file(), shard.header().entries().keySet());
            }
        } catch (IOException | RuntimeException e) {
            closeAll(shards);
            throw e;
        }
        return new Safetensors(shards, PIECE);
    }

    private static List<Shard> openAll(List<Path> files) throws IOException {
        List<Shard> shards = new ArrayList<>();
        try {
            for (Path file : files) {
                if (!Files.isRegularFile(file)) {
                    throw new CorruptFileException(
                            file, "the file is missing", "put the weights there, or download the checkpoint again");
                }
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
        return shards;
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

    /** Most elements that {@link #read} hands out at once. */
    public int pieceElements() {
        return pieceElements;
    }

    /**
     * Values of a tensor of at most 2 GiB, widened to float32, in row-major order; to be read until this is closed, and not later.
     *
     * @param expected the shape it must have
     * @throws CorruptFileException when the tensor is absent, has another shape, or holds a non-finite value
     */
    public FloatBuffer floats(String name, long... expected) throws IOException {
        requireShape(name, expected);
        SafetensorsHeader.Entry entry = entry(name);
        long bytes = entry.end() - entry.begin();
        if (bytes > Integer.MAX_VALUE) {
            throw new CorruptFileException(
                    shard(name).file(), "tensor " + name + " has " + bytes + " bytes", "one tensor may have 2 GiB");
        }
        int count = (int) (bytes / entry.type().bytes());
        return values(name, new Piece(0, entry.begin(), count));
    }

    /**
     * Hands out the values of a tensor of any size, widened to float32, in row-major order.
     *
     * @param expected the shape it must have
     * @throws CorruptFileException when the tensor is absent, has another shape, or holds a non-finite value; pieces may have been
     *     handed out before
     */
    public void read(String name, long[] expected, Sink sink) throws IOException {
        requireShape(name, expected);
        for (Piece piece : pieces(name)) {
            sink.accept(piece.first(), values(name, piece));
        }
    }

    /**
     * Checks by the header that a tensor is there and has a shape.
     *
     * @throws CorruptFileException when it is absent or has another shape
     */
    public void requireShape(String name, long... expected) throws IOException {
        Path file = shard(name).file();
        long[] found = entry(name).shape();
        if (!Arrays.equals(found, expected)) {
            throw new CorruptFileException(
                    file,
                    "tensor " + name + " has shape " + Arrays.toString(found) + " instead of "
                            + Arrays.toString(expected),
                    "the weights belong to another configuration; use the config.json saved with them");
        }
    }

    /**
     * Checks that two tensors are equal, for a matrix that a file holds twice.
     *
     * @throws CorruptFileException when a value differs
     */
    public void requireEqual(String name, String other) throws IOException {
        requireShape(name, shape(other));
        List<Piece> mine = pieces(name);
        List<Piece> theirs = pieces(other);
        for (int i = 0; i < mine.size(); i++) {
            int at = values(name, mine.get(i)).mismatch(values(other, theirs.get(i)));
            if (at >= 0) {
                throw new CorruptFileException(
                        shard(name).file(),
                        "tensor " + name + " differs from " + other + " at element "
                                + (mine.get(i).first() + at) + ", but config.json says that they are tied",
                        "set tie_word_embeddings to false, or use the config.json saved with the weights");
            }
        }
    }

    /**
     * The refusal of tensors that no one asked for.
     *
     * @param some a few of their names
     * @param all how many there are
     */
    public CorruptFileException unexpected(List<String> some, int all) throws IOException {
        return new CorruptFileException(
                shard(some.get(0)).file(),
                "there are " + all + " tensors that the configuration has no place for, such as " + some,
                "the weights belong to another kind of model; use the config.json saved with them");
    }

    private List<Piece> pieces(String name) throws IOException {
        SafetensorsHeader.Entry entry = entry(name);
        int width = entry.type().bytes();
        return Piece.of(entry.begin(), (entry.end() - entry.begin()) / width, width, pieceElements);
    }

    /** Maps and widens one piece, all of whose values must be finite. */
    private FloatBuffer values(String name, Piece piece) throws IOException {
        TensorType type = entry(name).type();
        Shard shard = shard(name);
        long bytes = piece.elements() * (long) type.bytes();
        ByteBuffer mapped = mappings.map(shard.channel(), piece.position(), bytes);
        FloatBuffer values = type.widen(mapped.order(ByteOrder.LITTLE_ENDIAN));
        for (int i = values.position(); i < values.limit(); i++) {
            if (!Float.isFinite(values.get(i))) {
                throw new CorruptFileException(
                        shard.file(),
                        "tensor " + name + " holds " + values.get(i) + " at element " + (piece.first() + i),
                        "the training that wrote it diverged; go back to an older version");
            }
        }
        return values;
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
                    shards.get(0).file(),
                    "there is no tensor " + name,
                    "the weights belong to another kind of model; use the config.json saved with them");
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
    public static void write(Path file, Map<String, ? extends TensorSource> tensors, Map<String, String> metadata)
            throws IOException {
        SafetensorsWriter.write(file, tensors, metadata);
    }

    private static void closeAll(List<Shard> shards) throws IOException {
        for (Shard shard : shards) {
            shard.channel().close();
        }
    }

    @Override
    public void close() throws IOException {
        mappings.close();
        closeAll(shards);
    }
}
