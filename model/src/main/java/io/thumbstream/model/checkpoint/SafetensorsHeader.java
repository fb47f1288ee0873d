package io.thumbstream.model.checkpoint;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Header of a safetensors file: where each tensor lies, checked against the file's length.
 *
 * @param metadata free texts of {@code __metadata__}
 * @param entries tensors by name, in file order
 */
record SafetensorsHeader(Map<String, String> metadata, Map<String, Entry> entries) {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int MAX_HEADER = 100_000_000;
    private static final String RESTORE = "restore the file from another copy or an older version";

    /**
     * Place of one tensor.
     *
     * @param begin first byte, counted from the start of the file
     * @param end byte after the last one
     */
    record Entry(TensorType type, long[] shape, long begin, long end) {}

    /** Reads and checks the header of an open file. */
    static SafetensorsHeader read(FileChannel channel, Path file) throws IOException {
        long size = channel.size();
        if (size < Long.BYTES) {
            throw new CorruptFileException(file, "the file has only " + size + " bytes", RESTORE);
        }
        long length = read(channel, 0, Long.BYTES).getLong();
        if (length < 2 || length > MAX_HEADER || length > size - Long.BYTES) {
            throw new CorruptFileException(
                    file, "the header claims " + length + " bytes in a file of " + size, RESTORE);
        }
        byte[] text = read(channel, Long.BYTES, (int) length).array();
        SafetensorsHeader header = parse(text, Long.BYTES + length, file);
        header.checkExtent(size, file);
        return header;
    }

    private static ByteBuffer read(FileChannel channel, long position, int bytes) throws IOException {
        ByteBuffer buffer = ByteBuffer.allocate(bytes).order(ByteOrder.LITTLE_ENDIAN);
        while (buffer.hasRemaining()) {
            if (channel.read(buffer, position + buffer.position()) < 0) {
                throw new IOException("The file became shorter while it was read");
            }
        }
        return buffer.flip();
    }

    private static SafetensorsHeader parse(byte[] text, long dataStart, Path file) throws IOException {
        JsonNode root;
        try {
            root = JSON.readTree(text);
        } catch (JsonProcessingException e) {
            throw new CorruptFileException(file, "the header is not JSON (" + e.getOriginalMessage() + ")", RESTORE);
        }
        Map<String, String> metadata = new LinkedHashMap<>();
        Map<String, Entry> entries = new LinkedHashMap<>();
        for (var field : root.properties()) {
            if (field.getKey().equals("__metadata__")) {
                field.getValue()
                        .properties()
                        .forEach(e -> metadata.put(e.getKey(), e.getValue().asText()));
            } else {
                entries.put(field.getKey(), entry(field.getKey(), field.getValue(), dataStart, file));
            }
        }
        return new SafetensorsHeader(metadata, entries);
    }

    private static Entry entry(String name, JsonNode node, long dataStart, Path file) throws IOException {
        TensorType type = type(name, node.path("dtype").asText(""), file);
        List<Long> shape = new ArrayList<>();
        node.path("shape").forEach(extent -> shape.add(extent.asLong(-1)));
        JsonNode offsets = node.path("data_offsets");
        long begin = offsets.path(0).asLong(-1);
        long end = offsets.path(1).asLong(-1);
        long[] extents = shape.stream().mapToLong(Long::longValue).toArray();
        boolean sane = shape.stream().allMatch(extent -> extent >= 0) && begin >= 0 && end >= begin;
        if (!sane || end - begin != bytes(extents, type)) {
            throw new CorruptFileException(
                    file, "tensor " + name + " of shape " + shape + " does not fit its offsets " + offsets, RESTORE);
        }
        return new Entry(type, extents, dataStart + begin, dataStart + end);
    }

    private static long bytes(long[] shape, TensorType type) {
        try {
            return Math.multiplyExact(TensorData.elements(shape), type.bytes());
        } catch (ArithmeticException e) {
            return -1; // larger than any file
        }
    }

    private static TensorType type(String name, String text, Path file) throws IOException {
        for (TensorType type : TensorType.values()) {
            if (type.name().equals(text)) {
                return type;
            }
        }
        throw new CorruptFileException(
                file,
                "tensor " + name + " has element type '" + text + "'",
                "only F32, F16 and BF16 are read; convert the file to one of them");
    }

    /** Tensors must follow each other without gap or overlap and end where the file ends. */
    private void checkExtent(long size, Path file) throws IOException {
        List<Map.Entry<String, Entry>> order = new ArrayList<>(entries.entrySet());
        order.sort(Comparator.comparingLong(e -> e.getValue().begin()));
        long position = order.isEmpty() ? size : order.get(0).getValue().begin();
        for (var entry : order) {
            if (entry.getValue().begin() != position) {
                throw new CorruptFileException(
                        file, "tensor " + entry.getKey() + " overlaps another one or leaves a gap", RESTORE);
            }
            position = entry.getValue().end();
        }
        if (position != size) {
            String problem = position > size
                    ? "the file is truncated: " + (position - size) + " of " + position + " bytes are missing"
                    : "the file has " + (size - position) + " bytes too many";
            throw new CorruptFileException(file, problem, RESTORE);
        }
    }

    /** Bytes of a header for float32 tensors in the given order, with its length, padded to a multiple of eight. */
    static byte[] encode(Map<String, ? extends TensorSource> tensors, Map<String, String> metadata) throws IOException {
        ObjectNode root = JSON.createObjectNode();
        if (!metadata.isEmpty()) {
            ObjectNode texts = root.putObject("__metadata__");
            metadata.forEach(texts::put);
        }
        long position = 0;
        for (var tensor : tensors.entrySet()) {
            long end = position + tensor.getValue().elements() * Float.BYTES;
            ObjectNode node = root.putObject(tensor.getKey()).put("dtype", TensorType.F32.name());
            ArrayNode shape = node.putArray("shape");
            for (long extent : tensor.getValue().shape()) {
                shape.add(extent);
            }
            node.putArray("data_offsets").add(position).add(end);
            position = end;
        }
        byte[] text = JSON.writeValueAsString(root).getBytes(StandardCharsets.UTF_8);
        int padded = (text.length + 7) / 8 * 8;
        ByteBuffer result = ByteBuffer.allocate(Long.BYTES + padded).order(ByteOrder.LITTLE_ENDIAN);
        result.putLong(padded).put(text);
        while (result.hasRemaining()) {
            result.put((byte) ' ');
        }
        return result.array();
    }
}
