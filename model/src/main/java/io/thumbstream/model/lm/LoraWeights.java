package io.thumbstream.model.lm;

import ai.djl.Device;
import ai.djl.ndarray.types.Shape;
import io.thumbstream.model.checkpoint.CorruptFileException;
import io.thumbstream.model.checkpoint.Safetensors;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/** {@code adapter_model.safetensors} of an adapter directory: all matrices that its settings ask for, of their shape, and no others. */
final class LoraWeights {
    static final String NAME = "adapter_model.safetensors";

    private static final int NAMED = 5;

    private LoraWeights() {}

    static void write(ParamSet parameters, Path directory) throws IOException {
        Safetensors.write(directory.resolve(NAME), parameters.sources(), Map.of("format", "pt"));
    }

    /**
     * Loads all matrices, or none.
     *
     * @throws IOException when one is absent, unexpected, of another shape or not finite
     */
    static ParamSet load(Path directory, LoraSettings settings, LmConfig config, Device device) throws IOException {
        Map<String, Shape> shapes = LoraPlace.shapes(settings, config);
        Path path = directory.resolve(NAME);
        try (Safetensors file = Safetensors.open(path)) {
            requireFit(file, path, shapes);
            ParamSet parameters = new ParamSet(device);
            try {
                for (var entry : shapes.entrySet()) {
                    parameters.add(entry.getKey(), entry.getValue(), file);
                }
            } catch (IOException | RuntimeException | Error e) {
                parameters.close();
                throw e;
            }
            return parameters;
        }
    }

    /**
     * Checks all matrices without reading their values.
     *
     * @throws IOException when one is absent, unexpected or of another shape
     */
    static void check(Path directory, LoraSettings settings, LmConfig config) throws IOException {
        Path path = directory.resolve(NAME);
        try (Safetensors file = Safetensors.open(path)) {
            requireFit(file, path, LoraPlace.shapes(settings, config));
        }
    }

    /** Checks names and shapes by the header alone. */
    private static void requireFit(Safetensors file, Path path, Map<String, Shape> shapes) throws IOException {
        for (var entry : shapes.entrySet()) {
            String name = entry.getKey();
            String expected = Arrays.toString(entry.getValue().getShape());
            if (!file.names().contains(name)) {
                throw misfit(path, "there is no tensor " + name + " of shape " + expected);
            }
            String found = Arrays.toString(file.shape(name));
            if (!found.equals(expected)) {
                throw misfit(path, "tensor " + name + " has shape " + found + " instead of " + expected);
            }
        }
        List<String> unexpected =
                file.names().stream().filter(name -> !shapes.containsKey(name)).toList();
        if (!unexpected.isEmpty()) {
            throw misfit(
                    path,
                    "there are " + unexpected.size()
                            + " tensors that the base or the targets of the adapter have no place for, such as "
                            + unexpected.subList(0, Math.min(NAMED, unexpected.size())));
        }
    }

    private static CorruptFileException misfit(Path file, String problem) {
        return new CorruptFileException(
                file,
                problem,
                "use it with the base that it was made for and the " + LoraConfigFile.NAME + " saved with it");
    }
}
