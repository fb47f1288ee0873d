package io.thumbstream.generator;

import ai.djl.Device;
import io.thumbstream.model.lm.CausalLm;
import io.thumbstream.model.lm.LmConfig;
import io.thumbstream.model.sample.PolicySnapshot;

/** A two-layer policy over {@link ByteTokenizer}, for tests. */
public final class TinyPolicy {
    public static final int VOCABULARY = 261;
    public static final int CONTEXT = 64;

    private TinyPolicy() {}

    public static CausalLm model(long seed) {
        CausalLm model = CausalLm.create(
                new LmConfig(VOCABULARY, 16, 2, 2, 2, 24, CONTEXT, 10_000, 1e-6, false), seed, Device.cpu());
        // fresh weights are almost uniform over the vocabulary; sharper ones make settings matter
        model.parameters().get("lm_head.weight").muli(30);
        return model;
    }

    public static PolicySnapshot snapshot(long version, long seed) {
        return new PolicySnapshot(version, model(seed));
    }
}
