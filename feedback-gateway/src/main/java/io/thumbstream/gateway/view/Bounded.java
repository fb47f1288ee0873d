package io.thumbstream.gateway.view;

import java.util.LinkedHashMap;
import java.util.Map;

/** Maps that forget what was put in first, so that what is remembered of a stream has an end. */
public final class Bounded {
    private Bounded() {}

    /** A map of at most {@code size} entries, in the order they were put in. */
    public static <K, V> Map<K, V> map(int size) {
        return new LinkedHashMap<>() {
            private static final long serialVersionUID = 1L;

            @Override
            protected boolean removeEldestEntry(Map.Entry<K, V> eldest) {
                return size() > size;
            }
        };
    }
}
