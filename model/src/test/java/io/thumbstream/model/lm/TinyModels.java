package io.thumbstream.model.lm;

import ai.djl.Device;

/** Models small enough to check by hand. */
public final class TinyModels {
    private TinyModels() {}

    /** Two layers, two query heads. */
    public static LmConfig config(int keyValueHeads, boolean tied) {
        return new LmConfig(11, 8, 2, 2, keyValueHeads, 12, 16, 10_000, 1e-6, tied);
    }

    /** Parameters spread widely enough that no two positions are alike. */
    public static CausalLm create(LmConfig config, long seed) {
        CausalLm model = CausalLm.create(config, seed, Device.cpu());
        io.thumbstream.model.tensor.Grad.off(() -> model.parameters().arrays().stream()
                .filter(array -> array.getShape().dimension() == 2)
                .forEach(array -> array.muli(20)));
        return model;
    }
}
