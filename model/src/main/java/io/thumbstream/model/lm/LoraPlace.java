package io.thumbstream.model.lm;

import ai.djl.ndarray.types.Shape;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * One projection of one layer with room for an adapter.
 *
 * @param layer counted from zero
 * @param target which projection
 * @param base shape of its matrix, {@code [out, in]}
 */
record LoraPlace(int layer, LoraTarget target, Shape base) {
    /** What PEFT puts before the names of the model that it wraps. */
    private static final String WRAPPER = "base_model.model.";

    /** Every projection of a model, layer by layer, in the order of the script. */
    static List<LoraPlace> all(LmConfig config) {
        Map<String, Shape> shapes = LmLayout.shapes(config);
        List<LoraPlace> places = new ArrayList<>();
        for (int layer = 0; layer < config.layers(); layer++) {
            for (LoraTarget target : LoraTarget.values()) {
                places.add(new LoraPlace(
                        layer, target, Objects.requireNonNull(shapes.get(target.module(layer) + ".weight"))));
            }
        }
        return places;
    }

    /** Names and shapes of an adapter's matrices, in order. */
    static Map<String, Shape> shapes(LoraSettings settings, LmConfig config) {
        Map<String, Shape> shapes = new LinkedHashMap<>();
        for (LoraPlace place : all(config)) {
            if (settings.adapts(place.target())) {
                shapes.put(place.down(), new Shape(settings.rank(), place.in()));
                shapes.put(place.up(), new Shape(place.out(), settings.rank()));
            }
        }
        return shapes;
    }

    /** Size of what the projection reads. */
    long in() {
        return base.get(1);
    }

    /** Size of what it gives. */
    long out() {
        return base.get(0);
    }

    /** Name of the projection's own matrix. */
    String weight() {
        return target.module(layer) + ".weight";
    }

    /** Name of A {@code [rank, in]}, as PEFT writes it. */
    String down() {
        return WRAPPER + target.module(layer) + ".lora_A.weight";
    }

    /** Name of B {@code [out, rank]}, as PEFT writes it. */
    String up() {
        return WRAPPER + target.module(layer) + ".lora_B.weight";
    }
}
