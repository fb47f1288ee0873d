package io.thumbstream.model.lm;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import io.thumbstream.model.checkpoint.Digests;
import io.thumbstream.model.random.Uniforms;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A low-rank change of some projections of a decoder whose own weights stay as they are.
 *
 * <p>{@code y = W x + (alpha / rank) B (A x)} with {@code A [rank, in]} drawn uniformly from {@code +-1 / sqrt(in)} and {@code B [out, rank]}
 * zero, so that a fresh adapter changes nothing. Source: Hu et al., LoRA: Low-Rank Adaptation of Large Language Models, 2021, arXiv 2106.09685;
 * the spread of A is that of PEFT, He et al., 2015, arXiv 1502.01852, with the slope {@code sqrt(5)}. Used through
 * {@link CausalLm#withAdapter}. Threads as with {@link ParamSet}.
 */
public final class LoraAdapter implements AutoCloseable {
    /** Folder of a directory of whole weights where the adapter that they hold lies by itself; transformers does not look there. */
    public static final String FOLDER = "adapter";

    /** Streams of numbers between two seeds. */
    private static final long STREAMS = 0x9e3779b97f4a7c15L;

    private final LoraSettings settings;
    private final ParamSet parameters;

    private LoraAdapter(LoraSettings settings, ParamSet parameters) {
        this.settings = settings;
        this.parameters = parameters;
    }

    /** An adapter that changes nothing yet. Each A depends on {@code seed}, its place and its shape only. */
    public static LoraAdapter create(LoraSettings settings, LmConfig config, long seed, Device device) {
        ParamSet parameters = new ParamSet(device);
        List<LoraPlace> places = LoraPlace.all(config);
        for (int number = 0; number < places.size(); number++) {
            LoraPlace place = places.get(number);
            if (settings.adapts(place.target())) {
                Shape down = new Shape(settings.rank(), place.in());
                Shape up = new Shape(place.out(), settings.rank());
                parameters.add(place.down(), down, draw(down, seed * STREAMS + number));
                parameters.add(place.up(), up, new float[Math.toIntExact(up.size())]);
            }
        }
        return new LoraAdapter(settings, parameters);
    }

    private static float[] draw(Shape shape, long stream) {
        double bound = 1 / Math.sqrt(shape.get(1));
        float[] values = new float[Math.toIntExact(shape.size())];
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) (bound * (2 * Uniforms.at(stream, i) - 1));
        }
        return values;
    }

    /**
     * Reads a directory as PEFT saves it: {@code adapter_config.json} and {@code adapter_model.safetensors}.
     *
     * @param config of the base that it is to adapt
     * @throws IOException naming file and tensor, when one is missing or damaged, holds a value that is not finite, describes what is not
     *     computed here, or was made for a base of another shape; nothing stays loaded then
     */
    public static LoraAdapter load(Path directory, LmConfig config, Device device) throws IOException {
        LoraSettings settings = LoraConfigFile.read(directory);
        return new LoraAdapter(settings, LoraWeights.load(directory, settings, config, device));
    }

    /**
     * Checks a directory as {@link #load} does, without reading values.
     *
     * @throws IOException as {@link #load}, save for values that are not finite
     */
    public static void check(Path directory, LmConfig config) throws IOException {
        LoraWeights.check(directory, LoraConfigFile.read(directory), config);
    }

    /**
     * Lower-case sha256 of what a directory adds to its base: of the shape, the strength and the file of the matrices.
     *
     * @throws IOException when a file is missing or describes what is not computed here
     */
    public static String digest(Path directory) throws IOException {
        LoraSettings settings = LoraConfigFile.read(directory);
        return Digests.of(settings.rank() + " " + settings.alpha() + " " + settings.targets() + " "
                + Digests.ofFile(directory.resolve(LoraWeights.NAME)));
    }

    /**
     * Writes {@code adapter_config.json} and {@code adapter_model.safetensors} (float32), which PEFT loads.
     *
     * @param base name or path of the model that is adapted, which PEFT looks for
     */
    public void save(Path directory, String base) throws IOException {
        LoraConfigFile.write(settings, base, directory);
        LoraWeights.write(parameters, directory);
    }

    /** Its shape. */
    public LoraSettings settings() {
        return settings;
    }

    /** All A and B, under the names that PEFT writes. */
    public ParamSet parameters() {
        return parameters;
    }

    /** An independent adapter with equal parameters that do not require gradients. */
    public LoraAdapter copy() {
        return new LoraAdapter(settings, parameters.copy());
    }

    /** A and B of every projection in the order of {@link LmScript}, {@code absent} twice for one that is not adapted. */
    List<NDArray> scriptParameters(LmConfig config, NDArray absent) {
        List<NDArray> arrays = new ArrayList<>();
        for (LoraPlace place : LoraPlace.all(config)) {
            arrays.add(parameters.find(place.down()).orElse(absent));
            arrays.add(parameters.find(place.up()).orElse(absent));
        }
        return arrays;
    }

    /**
     * Checks that every matrix has its place in a model.
     *
     * @throws IllegalArgumentException when the adapter was made for a base of another shape
     */
    void requireFit(LmConfig config) {
        Map<String, Shape> expected = LoraPlace.shapes(settings, config);
        for (var entry : expected.entrySet()) {
            Optional<Shape> found = parameters.find(entry.getKey()).map(NDArray::getShape);
            if (!found.equals(Optional.of(entry.getValue()))) {
                throw new IllegalArgumentException("The adapter has "
                        + found.map(shape -> "shape " + shape).orElse("nothing") + " for "
                        + entry.getKey() + " where the base has room for " + entry.getValue()
                        + "; use it with the base that it was made for");
            }
        }
        if (expected.size() != parameters.names().size()) {
            throw new IllegalArgumentException("The adapter has "
                    + parameters.names().size() + " matrices where the base has room for " + expected.size()
                    + "; use it with the base that it was made for");
        }
    }

    @Override
    public void close() {
        parameters.close();
    }
}
