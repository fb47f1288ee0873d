package io.thumbstream.model.lm;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.NDScope;
import ai.djl.ndarray.types.Shape;
import io.thumbstream.model.checkpoint.Digests;
import io.thumbstream.model.checkpoint.Safetensors;
import io.thumbstream.model.checkpoint.TensorData;
import io.thumbstream.model.checkpoint.TensorSource;
import io.thumbstream.model.tensor.Grad;
import io.thumbstream.model.tensor.Owned;
import io.thumbstream.model.tensor.Pieces;
import java.io.IOException;
import java.nio.FloatBuffer;
import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/**
 * Ordered, named float32 parameters that live in a manager of their own.
 *
 * <p>Arrays survive any {@link io.thumbstream.model.tensor.StepScope} in which they are made. One thread may write;
 * readers on other threads use a {@link #copy()}.
 */
public final class ParamSet implements AutoCloseable {
    private final NDManager manager;
    private final Map<String, NDArray> arrays = new LinkedHashMap<>();

    /** An empty set on {@code device}. */
    public ParamSet(Device device) {
        manager = NDManager.newBaseManager(device);
    }

    /** Adds a parameter filled with {@code values}, in row-major order. */
    public void add(String name, Shape shape, float[] values) {
        add(name, shape, FloatBuffer.wrap(values));
    }

    /** Adds a parameter filled with the remaining {@code values}, in row-major order. */
    public void add(String name, Shape shape, FloatBuffer values) {
        requireNew(name);
        if (values.remaining() != shape.size()) {
            throw new IllegalArgumentException("Parameter " + name + " of shape " + shape + " needs " + shape.size()
                    + " values but got " + values.remaining());
        }
        Grad.off(() -> {
            NDArray owned = Owned.of(manager, values, shape);
            NDScope.unregister(owned);
            owned.setName(name);
            arrays.put(name, owned);
        });
    }

    /**
     * Adds a parameter filled from the tensor of its name in {@code file}, piece by piece when it is large.
     *
     * @throws IOException when the tensor is absent, damaged or of another shape
     */
    public void add(String name, Shape shape, Safetensors file) throws IOException {
        if (shape.size() <= file.pieceElements()) {
            add(name, shape, file.floats(name, shape.getShape()));
            return;
        }
        fill(addZeros(name, shape), file, name);
    }

    private NDArray addZeros(String name, Shape shape) {
        requireNew(name);
        NDArray owned = Grad.off(() -> manager.zeros(shape));
        NDScope.unregister(owned);
        owned.setName(name);
        arrays.put(name, owned);
        return owned;
    }

    /** Overwrites an array with a tensor, piece by piece. */
    private void fill(NDArray array, Safetensors file, String name) throws IOException {
        file.read(
                name,
                array.getShape().getShape(),
                (first, values) -> Grad.off(() -> {
                    try (NDArray piece = manager.create(values, new Shape(values.remaining()))) {
                        Owned.assign(array, first, piece);
                    }
                }));
    }

    private void requireNew(String name) {
        if (arrays.containsKey(name)) {
            throw new IllegalArgumentException("Parameter " + name + " exists already; use another name");
        }
    }

    /** The parameter called {@code name}. */
    public NDArray get(String name) {
        return find(name)
                .orElseThrow(() -> new IllegalArgumentException(
                        "No parameter is called " + name + "; the set has " + arrays.keySet()));
    }

    /** The parameter called {@code name}, if there is one. */
    public Optional<NDArray> find(String name) {
        return Optional.ofNullable(arrays.get(name));
    }

    /** Names in order. */
    public Set<String> names() {
        return Collections.unmodifiableSet(arrays.keySet());
    }

    /** Arrays in order. */
    public List<NDArray> arrays() {
        return List.copyOf(arrays.values());
    }

    /** Number of scalar parameters. */
    public long size() {
        return arrays.values().stream().mapToLong(NDArray::size).sum();
    }

    /** Number of arrays that live in the set's manager; more than the parameters means a leak. */
    int managedArrays() {
        return manager.getManagedArrays().size();
    }

    /** Device of all arrays. */
    public Device device() {
        return manager.getDevice();
    }

    /** Overwrites every parameter with the one of the same name in {@code source}. */
    public void copyFrom(ParamSet source) {
        if (!arrays.keySet().equals(source.arrays.keySet())) {
            throw new IllegalArgumentException("Parameter names differ: " + arrays.keySet() + " and "
                    + source.arrays.keySet() + "; both sets must describe the same model");
        }
        Grad.off(() -> arrays.forEach((name, array) -> Owned.assign(array, source.get(name))));
    }

    /** A set on {@code device} that {@code fill} fills; nothing of it is left when that fails. */
    static ParamSet filled(Device device, Consumer<ParamSet> fill) {
        ParamSet result = new ParamSet(device);
        try {
            fill.accept(result);
            return result;
        } catch (RuntimeException | Error failed) {
            result.close();
            throw failed;
        }
    }

    /** An independent set with equal values on the same device, gradients not required. */
    public ParamSet copy() {
        return copy(Map.of());
    }

    /** The same with the matrices of {@code merges} in place of those of their names. */
    ParamSet copy(Map<String, LoraMerge> merges) {
        return filled(
                device(),
                result -> arrays.forEach((name, array) -> {
                    NDArray own = result.addZeros(name, array.getShape());
                    Grad.off(() -> assign(own, array, Optional.ofNullable(merges.get(name))));
                }));
    }

    private void assign(NDArray target, NDArray source, Optional<LoraMerge> merge) {
        if (merge.isEmpty()) {
            Owned.assign(target, source);
            return;
        }
        try (NDManager scratch = manager.newSubManager();
                NDArray merged = merge.get().array(scratch)) {
            Owned.assign(target, merged);
        }
    }

    /** A set of zeros with equal names and shapes on the same device. */
    public ParamSet zeros() {
        return filled(device(), result -> arrays.forEach((name, array) -> result.addZeros(name, array.getShape())));
    }

    /** Copies of all values, ready to be written to a file. */
    public Map<String, TensorData> tensors() {
        Map<String, TensorData> tensors = new LinkedHashMap<>();
        arrays.forEach((name, array) ->
                tensors.put(name, TensorData.of(array.getShape().getShape(), array.toFloatArray())));
        return tensors;
    }

    /** All values for a file, each copied when its turn to be written comes. */
    public Map<String, TensorSource> sources() {
        Map<String, TensorSource> sources = new LinkedHashMap<>();
        arrays.forEach((name, array) -> sources.put(name, new Stored(array)));
        return sources;
    }

    private record Stored(NDArray array) implements TensorSource {
        @Override
        public long[] shape() {
            return array.getShape().getShape();
        }

        @Override
        public FloatBuffer values() {
            return FloatBuffer.wrap(array.toFloatArray());
        }

        @Override
        public void read(Sink sink) throws IOException {
            Pieces.read(array, values -> sink.accept(FloatBuffer.wrap(values)));
        }
    }

    /**
     * Overwrites every parameter with the tensor of its name in {@code file}.
     *
     * @throws IOException when the file is damaged or a tensor is absent or of another shape
     */
    public void read(Path file) throws IOException {
        try (Safetensors tensors = Safetensors.open(file)) {
            read(tensors, "");
        }
    }

    /**
     * Overwrites every parameter with the tensor called {@code prefix + name}.
     *
     * @throws IOException when a tensor is absent, damaged or of another shape
     */
    public void read(Safetensors file, String prefix) throws IOException {
        for (var entry : arrays.entrySet()) {
            fill(entry.getValue(), file, prefix + entry.getKey());
        }
    }

    /** Arrays that live as long as the set: its parameters, and what was left behind beside them. */
    public int held() {
        return manager.getManagedArrays().size();
    }

    /** Makes every parameter a leaf that collects gradients, or stops that. */
    public void requireGrad(boolean required) {
        arrays.values().forEach(array -> array.setRequiresGradient(required));
    }

    /** SHA-256, in hex, over names, shapes and values in order: equal exactly when two sets are equal bit for bit. */
    public String digest() {
        Digests.Builder builder = Digests.builder();
        arrays.forEach((name, array) -> {
            builder.text(name).longs(array.getShape().getShape()).count(array.size());
            Pieces.read(array, builder::piece);
        });
        return builder.hex();
    }

    @Override
    public void close() {
        manager.close();
    }
}
