package io.thumbstream.model.sample;

/** What a {@link BatchSampler} needs from a model: a cache with one row per slot, filled by prompts, grown by decode steps. */
interface Decoder extends AutoCloseable {
    /** Most positions a slot can hold. */
    int context();

    int vocabularySize();

    /** Uses these weights from the next call on; what is cached stays. */
    void use(PolicySnapshot snapshot);

    /** Caches each prompt of the pass in all its slots, from position 0 on; what lies behind a prompt in its slots is lost. */
    void prefill(PromptPass pass);

    /** Empties a slot whose cache may hold numbers that are not finite: a later prompt in it would not be drawn from otherwise. */
    void clear(int slot);

    /** Reads one token per row, caches it, and draws the next one into {@link DecodeStep#drawn}. */
    void decode(DecodeStep step);

    @Override
    void close();
}
