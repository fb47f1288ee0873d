package io.thumbstream.model.checkpoint;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Writes the weights of a model into as few safetensors files as a limit allows, named as Hugging Face transformers does. */
public final class ShardedWriter {
    private static final ObjectMapper JSON = new ObjectMapper();

    private ShardedWriter() {}

    /**
     * Writes {@code model.safetensors}, or numbered files with {@code model.safetensors.index.json} when it would be larger.
     *
     * @param directory existing, without weights
     * @param tensors name to tensor, kept in order
     * @param metadata free texts kept with every file
     * @param maxBytes most bytes of tensors in one file, positive; a single larger tensor has a file of its own
     */
    public static void write(
            Path directory, Map<String, ? extends TensorSource> tensors, Map<String, String> metadata, long maxBytes)
            throws IOException {
        if (maxBytes < 1) {
            throw new IllegalArgumentException("A shard may have " + maxBytes + " bytes; give at least 1");
        }
        List<Map<String, TensorSource>> shards = split(tensors, maxBytes);
        if (shards.size() == 1) {
            Safetensors.write(directory.resolve(Safetensors.SINGLE), shards.get(0), metadata);
            return;
        }
        ObjectNode index = JSON.createObjectNode();
        index.putObject("metadata")
                .put(
                        "total_size",
                        tensors.values().stream()
                                .mapToLong(ShardedWriter::bytes)
                                .sum());
        ObjectNode map = index.putObject("weight_map");
        for (int i = 0; i < shards.size(); i++) {
            String file = String.format(Locale.ROOT, "model-%05d-of-%05d.safetensors", i + 1, shards.size());
            Safetensors.write(directory.resolve(file), shards.get(i), metadata);
            shards.get(i).keySet().forEach(name -> map.put(name, file));
        }
        String text = JSON.writerWithDefaultPrettyPrinter().writeValueAsString(index) + "\n";
        Files.writeString(directory.resolve(Safetensors.INDEX), text);
    }

    private static List<Map<String, TensorSource>> split(Map<String, ? extends TensorSource> tensors, long maxBytes) {
        List<Map<String, TensorSource>> shards = new ArrayList<>();
        Map<String, TensorSource> shard = new LinkedHashMap<>();
        long size = 0;
        for (var tensor : tensors.entrySet()) {
            long bytes = bytes(tensor.getValue());
            if (!shard.isEmpty() && size + bytes > maxBytes) {
                shards.add(shard);
                shard = new LinkedHashMap<>();
                size = 0;
            }
            shard.put(tensor.getKey(), tensor.getValue());
            size += bytes;
        }
        shards.add(shard);
        return shards;
    }

    private static long bytes(TensorSource tensor) {
        return tensor.elements() * Float.BYTES;
    }
}
