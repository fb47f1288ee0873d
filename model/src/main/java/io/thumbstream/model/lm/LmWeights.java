package io.thumbstream.model.lm;

import ai.djl.Device;
import ai.djl.ndarray.types.Shape;
import io.thumbstream.model.checkpoint.Safetensors;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/** The tensors of a checkpoint that a configuration asks for: all of them, of their shape, and no others. */
final class LmWeights {
    /** Old checkpoints hold the rotary frequencies, which the configuration gives. */
    private static final Pattern COMPUTED =
            Pattern.compile("model\\.(layers\\.\\d+\\.self_attn\\.)?rotary_emb\\.inv_freq");

    private static final int NAMED = 5;

    private LmWeights() {}

    /**
     * Checks names and shapes by the headers alone.
     *
     * @param others names of tensors that may be there as well
     * @throws IOException when a tensor is absent, unexpected or of another shape
     */
    static void requireFit(Safetensors file, LmConfig config, Set<String> others) throws IOException {
        Map<String, Shape> shapes = LmLayout.shapes(config);
        for (var entry : shapes.entrySet()) {
            file.requireShape(entry.getKey(), entry.getValue().getShape());
        }
        List<String> unexpected = new ArrayList<>();
        for (String name : file.names()) {
            if (config.tiedEmbeddings() && name.equals(LmLayout.OUTPUT)) {
                file.requireShape(name, config.vocabularySize(), config.width());
            } else if (!shapes.containsKey(name)
                    && !others.contains(name)
                    && !COMPUTED.matcher(name).matches()) {
                unexpected.add(name);
            }
        }
        if (!unexpected.isEmpty()) {
            throw file.unexpected(unexpected.subList(0, Math.min(NAMED, unexpected.size())), unexpected.size());
        }
    }

    /**
     * Loads all parameters, or none.
     *
     * @throws IOException as {@link #requireFit}, or when a value is not finite
     */
    static ParamSet load(Safetensors file, LmConfig config, Device device, Set<String> others) throws IOException {
        requireFit(file, config, others);
        if (config.tiedEmbeddings() && file.names().contains(LmLayout.OUTPUT)) {
            file.requireEqual(LmLayout.OUTPUT, LmLayout.EMBEDDING);
        }
        ParamSet parameters = new ParamSet(device);
        try {
            for (var entry : LmLayout.shapes(config).entrySet()) {
                parameters.add(entry.getKey(), entry.getValue(), file);
            }
        } catch (IOException | RuntimeException | Error e) {
            parameters.close();
            throw e;
        }
        return parameters;
    }
}
