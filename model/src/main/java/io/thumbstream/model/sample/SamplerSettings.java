package io.thumbstream.model.sample;

/**
 * Size of a {@link BatchSampler}.
 *
 * @param slots answers sampled at the same time, range [1, 1024]
 * @param reservedSlots slots kept free of background requests, range [0, slots)
 * @param queueCapacity requests of each priority that may wait, at least 1
 */
public record SamplerSettings(int slots, int reservedSlots, int queueCapacity) {
    private static final int MAX_SLOTS = 1024;

    public SamplerSettings {
        if (slots < 1 || slots > MAX_SLOTS) {
            throw new IllegalArgumentException("slots is " + slots + "; it must be in [1, " + MAX_SLOTS + "]");
        }
        if (reservedSlots < 0 || reservedSlots >= slots) {
            throw new IllegalArgumentException(
                    "reservedSlots is " + reservedSlots + "; it must be in [0, " + (slots - 1) + "]");
        }
        if (queueCapacity < 1) {
            throw new IllegalArgumentException("queueCapacity is " + queueCapacity + "; it must be at least 1");
        }
    }

    public static SamplerSettings defaults() {
        return new SamplerSettings(32, 4, 4096);
    }
}
