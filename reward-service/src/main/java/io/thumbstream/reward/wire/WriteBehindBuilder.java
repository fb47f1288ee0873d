package io.thumbstream.reward.wire;

import java.util.Map;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.StoreBuilder;

/**
 * Builds stores that are written behind, see {@link WriteBehindStore}.
 *
 * @param below builds the stores that keep, without a cache of their own
 * @param rememberedBytes most that each remembers of what it read or wrote, bytes
 */
record WriteBehindBuilder(StoreBuilder<KeyValueStore<Bytes, byte[]>> below, long rememberedBytes)
        implements StoreBuilder<KeyValueStore<Bytes, byte[]>> {
    @Override
    public KeyValueStore<Bytes, byte[]> build() {
        return new WriteBehindStore(below.build(), rememberedBytes);
    }

    @Override
    public StoreBuilder<KeyValueStore<Bytes, byte[]>> withCachingEnabled() {
        return this;
    }

    @Override
    public StoreBuilder<KeyValueStore<Bytes, byte[]>> withCachingDisabled() {
        throw new UnsupportedOperationException("these stores are a cache; build the ones below without it");
    }

    @Override
    public StoreBuilder<KeyValueStore<Bytes, byte[]>> withLoggingEnabled(Map<String, String> config) {
        return new WriteBehindBuilder(below.withLoggingEnabled(config), rememberedBytes);
    }

    @Override
    public StoreBuilder<KeyValueStore<Bytes, byte[]>> withLoggingDisabled() {
        return new WriteBehindBuilder(below.withLoggingDisabled(), rememberedBytes);
    }

    @Override
    public Map<String, String> logConfig() {
        return below.logConfig();
    }

    @Override
    public boolean loggingEnabled() {
        return below.loggingEnabled();
    }

    @Override
    public String name() {
        return below.name();
    }
}
