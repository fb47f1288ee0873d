package io.thumbstream.model.lm;

import ai.djl.Device;
import java.util.SplittableRandom;

/** Adapters that change something, unlike fresh ones. */
public final class Adapters {
    private Adapters() {}

    /** An adapter whose B is drawn as well, from {@code [-0.5, 0.5)}. */
    public static LoraAdapter drawn(LoraSettings settings, LmConfig config, long seed) {
        LoraAdapter adapter = LoraAdapter.create(settings, config, seed, Device.cpu());
        SplittableRandom random = new SplittableRandom(seed);
        for (String name : adapter.parameters().names()) {
            if (name.endsWith(".lora_B.weight")) {
                float[] values = new float[(int) adapter.parameters().get(name).size()];
                for (int i = 0; i < values.length; i++) {
                    values[i] = (float) (random.nextDouble() - 0.5);
                }
                adapter.parameters().get(name).set(values);
            }
        }
        return adapter;
    }
}
