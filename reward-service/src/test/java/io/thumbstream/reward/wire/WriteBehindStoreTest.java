package io.thumbstream.reward.wire;

import static org.assertj.core.api.Assertions.assertThat;

import io.thumbstream.runtime.random.SeededRandom;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.TreeMap;
import org.apache.kafka.common.serialization.BytesSerializer;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.Stores;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class WriteBehindStoreTest {
    private static final int SMALL = 2_000;
    private static final Bytes HEAD = key("gg1\u0000");
    private static final byte[] ONE = {1};
    private static final byte[] TWO = {2};

    private final CountedStore below =
            new CountedStore(Stores.inMemoryKeyValueStore("below").get());
    private final WriteBehindStore store = new WriteBehindStore(below, SMALL);

    @AfterEach
    void close() {
        store.close();
    }

    private static Bytes key(String text) {
        return Bytes.wrap(text.getBytes(StandardCharsets.ISO_8859_1));
    }

    @Test
    void shouldWriteAKeyOnceForEachCommit() {
        store.put(HEAD, ONE);
        store.put(HEAD, TWO);
        assertThat(below.writes).as("before the commit").isZero();
        assertThat(store.get(HEAD)).isEqualTo(TWO);

        store.flushCache();

        assertThat(below.writes).isEqualTo(1);
        assertThat(below.get(HEAD)).isEqualTo(TWO);
        store.flushCache();
        assertThat(below.writes).as("nothing is written twice").isEqualTo(1);
    }

    @Test
    void shouldNeverWriteWhatCameAndWentBetweenTwoCommits() {
        assertThat(store.putIfAbsent(HEAD, ONE)).isNull();
        store.put(HEAD, null);

        store.flushCache();

        assertThat(below.writes).isZero();
        assertThat(store.get(HEAD)).isNull();
    }

    @Test
    void shouldWriteTheRemovalOfWhatIsBelow() {
        below.put(HEAD, ONE);
        assertThat(store.putIfAbsent(HEAD, TWO)).isEqualTo(ONE);
        store.put(HEAD, null);
        assertThat(store.putIfAbsent(HEAD, TWO)).as("it waits to be removed").isNull();
        store.put(HEAD, null);

        store.flushCache();

        assertThat(below.get(HEAD)).isNull();
    }

    @Test
    void shouldNotKnowFromAPlainWriteThatNothingIsBelow() {
        below.put(HEAD, ONE);
        store.put(HEAD, TWO);
        store.put(HEAD, null);

        store.flushCache();

        assertThat(below.get(HEAD)).isNull();
    }

    @Test
    void shouldReadWhatItRemembersWithoutTheStoreBelow() {
        below.put(HEAD, ONE);
        assertThat(store.get(HEAD)).isEqualTo(ONE);
        int reads = below.reads;

        assertThat(store.get(HEAD)).isEqualTo(ONE);

        assertThat(below.reads).isEqualTo(reads);
    }

    @Test
    void shouldDropWhatWasNotCommittedWhenItEnds() {
        store.put(HEAD, ONE);

        store.clearCache();

        assertThat(store.get(HEAD)).isNull();
        assertThat(below.writes).isZero();
    }

    @Test
    void shouldWriteEarlierWhatIsTooMuchToWait() {
        byte[] megabyte = new byte[1 << 20];
        for (int i = 0; i < 20; i++) {
            store.put(key("r" + i + "\u0000"), megabyte);
        }
        assertThat(below.writes).isEqualTo(16);
    }

    @Test
    void shouldReadAsIfItWereThere() {
        for (long seed = 1; seed <= 20; seed++) {
            follow(new SeededRandom(seed), seed);
        }
    }

    /** Random calls against the same calls on a sorted map. */
    private void follow(SeededRandom random, long seed) {
        TreeMap<Bytes, byte[]> expected = new TreeMap<>();
        String name = "s" + seed + "-";
        for (int step = 0; step < 500; step++) {
            Bytes key = key("r" + name + random.nextInt(5) + "\u0000" + random.nextInt(5));
            byte[] value = new byte[1 + random.nextInt(200)];
            switch (random.nextInt(6)) {
                case 0, 1 -> {
                    store.put(key, value);
                    expected.put(key, value);
                }
                case 2 -> {
                    store.put(key, null);
                    expected.remove(key);
                }
                case 3 ->
                    assertThat(store.putIfAbsent(key, value))
                            .as("seed %d, step %d", seed, step)
                            .isEqualTo(expected.putIfAbsent(key, value));
                case 4 ->
                    assertThat(store.delete(key))
                            .as("seed %d, step %d", seed, step)
                            .isEqualTo(expected.remove(key));
                default -> maybeCommit(random);
            }
            assertThat(store.get(key)).as("seed %d, step %d", seed, step).isEqualTo(expected.get(key));
            Bytes prefix = key("r" + name + random.nextInt(5) + "\u0000");
            assertThat(scanned(prefix))
                    .as("seed %d, step %d", seed, step)
                    .isEqualTo(expected.entrySet().stream()
                            .filter(entry -> new String(entry.getKey().get(), StandardCharsets.ISO_8859_1)
                                    .startsWith(new String(prefix.get(), StandardCharsets.ISO_8859_1)))
                            .map(entry -> entry.getKey() + "=" + Arrays.toString(entry.getValue()))
                            .toList());
        }
    }

    private void maybeCommit(SeededRandom random) {
        if (random.nextInt(4) == 0) {
            store.flushCache();
        }
    }

    private List<String> scanned(Bytes prefix) {
        List<String> found = new ArrayList<>();
        try (KeyValueIterator<Bytes, byte[]> all = store.prefixScan(prefix, new BytesSerializer())) {
            all.forEachRemaining(entry -> found.add(entry.key + "=" + Arrays.toString(entry.value)));
        }
        return found;
    }
}
