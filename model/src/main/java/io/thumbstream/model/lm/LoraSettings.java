package io.thumbstream.model.lm;

import java.util.List;

/**
 * Shape of a low-rank adapter.
 *
 * @param rank inner size of the two matrices that stand beside each adapted projection, at least 1
 * @param alpha strength: what an adapter adds is multiplied by {@code alpha / rank}, above 0
 * @param targets which projections of every layer are adapted, of {@code q_proj}, {@code k_proj}, {@code v_proj}, {@code o_proj},
 *     {@code gate_proj}, {@code up_proj} and {@code down_proj}, each at most once and at least one
 */
public record LoraSettings(int rank, double alpha, List<String> targets) {
    public LoraSettings {
        if (rank < 1 || !(alpha > 0) || Double.isInfinite(alpha)) {
            throw new IllegalArgumentException(
                    "The rank of an adapter is " + rank + " and its alpha " + alpha + "; give at least 1 and above 0");
        }
        targets = LoraTarget.ordered(targets);
    }

    /** Rank 8, alpha 16, on every projection. */
    public static LoraSettings defaults() {
        return new LoraSettings(8, 16, LoraTarget.words());
    }

    /** Factor of what an adapter adds. */
    public double scale() {
        return alpha / rank;
    }

    boolean adapts(LoraTarget target) {
        return targets.contains(target.word());
    }
}
