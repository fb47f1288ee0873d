package io.thumbstream.model.sample;

/** What a {@link BatchSampler} needs from a model: a cache with one row per slot, filled by prompts, grown by decode steps. */
interface Decoder extends AutoCloseable {
    /** Most positions a slot can hold. */
    int context();

    int vocabularySize();

    /** Uses these weights from the next call on; what is cached stays. */
    void use(PolicySnapshot snapshot);

    /**
     * Caches the first {@code length} tokens of a prompt in every given slot.
     *
     * @param prompt token ids, axis {@code [prompt time]}
     * @param length positions to fill, at least 1
     * @param slots rows of the cache
     */
    void prefill(int[] prompt, int length, int[] slots);

    /** Reads one token per row, caches it, and draws the next one into {@link DecodeStep#drawn}. */
    void decode(DecodeStep step);

    @Override
    void close();
}
