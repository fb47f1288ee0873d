package io.thumbstream.model.lm;

import java.util.HashMap;
import java.util.Map;
import java.util.Objects;

/** A base and an adapter in double arithmetic, for {@link ReferenceLm}: {@code W + scale B A} written out in loops. */
final class MergedWeights {
    private final Map<String, double[]> base = new HashMap<>();
    private final Map<String, double[]> merged = new HashMap<>();
    private final Map<String, double[]> matrices = new HashMap<>();
    private final LoraSettings settings;

    MergedWeights(Map<String, double[]> weights, LoraAdapter adapter, LmConfig config) {
        weights.forEach((name, values) -> {
            base.put(name, values);
            merged.put(name, values.clone());
        });
        settings = adapter.settings();
        for (String name : adapter.parameters().names()) {
            float[] values = adapter.parameters().get(name).toFloatArray();
            double[] exact = new double[values.length];
            for (int i = 0; i < exact.length; i++) {
                exact[i] = values[i];
            }
            matrices.put(name, exact);
        }
        LoraPlace.all(config).stream()
                .filter(place -> settings.adapts(place.target()))
                .forEach(this::merge);
    }

    /** Weights by name; their values change with the adapter's. */
    Map<String, double[]> weights() {
        return merged;
    }

    /** One matrix of the adapter; {@link #merge} its place after a change. */
    double[] matrix(String name) {
        return Objects.requireNonNull(matrices.get(name));
    }

    void merge(LoraPlace place) {
        double[] own = Objects.requireNonNull(base.get(place.weight()));
        double[] sum = Objects.requireNonNull(merged.get(place.weight()));
        double[] down = matrix(place.down());
        double[] up = matrix(place.up());
        int rank = settings.rank();
        int in = down.length / rank;
        for (int o = 0; o < up.length / rank; o++) {
            for (int i = 0; i < in; i++) {
                double product = 0;
                for (int r = 0; r < rank; r++) {
                    product += up[o * rank + r] * down[r * in + i];
                }
                sum[o * in + i] = own[o * in + i] + settings.alpha() / rank * product;
            }
        }
    }
}
