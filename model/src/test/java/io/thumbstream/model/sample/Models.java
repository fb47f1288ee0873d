package io.thumbstream.model.sample;

import ai.djl.Device;
import io.thumbstream.model.lm.CausalLm;
import io.thumbstream.model.lm.LmConfig;

/** Tiny models for tests. */
final class Models {
    static final int VOCABULARY = 261;

    private Models() {}

    /** Two layers, grouped key/value heads, context 64; weights depend on the seed only. */
    static LmConfig config() {
        return new LmConfig(VOCABULARY, 32, 2, 4, 2, 48, 64, 10_000, 1e-6, false);
    }

    static PolicySnapshot policy(long version, long seed) {
        return new PolicySnapshot(version, sharp(CausalLm.create(config(), seed, Device.cpu())));
    }

    /** Makes freshly drawn weights prefer some tokens clearly: an untrained model is almost uniform. */
    private static CausalLm sharp(CausalLm model) {
        var head = model.parameters().get("lm_head.weight");
        head.muli(20);
        return model;
    }
}
