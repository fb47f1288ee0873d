package io.thumbstream.learner.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.SortedSet;
import java.util.SplittableRandom;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Semantics locked here: the newest stay, reach grows with the history, cost with its logarithm; what is pointed at stays. */
class SnapshotThinningTest {
    private static final int WIDEST_GAP = 30;

    @Test
    void shouldKeepTheOldestOfEachDoublingBehindTheNewest() {
        SortedSet<Long> kept = new SnapshotThinning(3, 16)
                .kept(LongStream.rangeClosed(1, 40).boxed().toList());
        // ages behind the newest three: 3, 4..7, 8..15, 16..31, 32..39
        assertThat(kept).containsExactly(1L, 9L, 25L, 33L, 37L, 38L, 39L, 40L);
    }

    @Test
    void shouldKeepEverythingWhenThereAreFew() {
        assertThat(new SnapshotThinning(3, 16).kept(List.of(7L, 9L))).containsExactly(7L, 9L);
        assertThat(new SnapshotThinning(3, 16).kept(List.of())).isEmpty();
    }

    @Test
    void shouldLetTheOldestGoWhenTheBoundIsReached() {
        SortedSet<Long> kept = new SnapshotThinning(3, 2)
                .kept(LongStream.rangeClosed(1, 40).boxed().toList());
        assertThat(kept).containsExactly(33L, 37L, 38L, 39L, 40L);
        assertThat(SnapshotThinning.newest(2).kept(List.of(5L, 1L, 9L))).containsExactly(5L, 9L);
    }

    @Test
    void shouldRefuseToKeepNothing() {
        assertThatThrownBy(() -> new SnapshotThinning(0, 4)).hasMessageContaining("newest is 0");
        assertThatThrownBy(() -> new SnapshotThinning(1, -1)).hasMessageContaining("older is -1");
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void shouldReachEveryPastStepWithinAFewTimesItsAge(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        SnapshotThinning rule = new SnapshotThinning(3, 40);
        SortedSet<Long> held = new TreeSet<>();
        long step = 0;
        for (int i = 0; i < 2000; i++) {
            step += 1 + random.nextInt(WIDEST_GAP);
            held.add(step);
            held = new TreeSet<>(rule.kept(held));
        }
        assertThat(held).hasSizeLessThanOrEqualTo(3 + Long.SIZE - Long.numberOfLeadingZeros(step));
        for (long past = held.first(); past < step; past++) {
            long begin = held.headSet(past + 1).last();
            assertThat(past - begin)
                    .as("seed %d: way from the snapshot at %d to step %d of %d", seed, begin, past, step)
                    .isLessThanOrEqualTo(8 * (step - past) + 2L * WIDEST_GAP);
        }
    }

    @Test
    void shouldThinTheCheckpointsOnDisk(@TempDir Path folder) {
        FileCheckpoints checkpoints = new FileCheckpoints(folder, new SnapshotThinning(2, 16));
        LongStream.rangeClosed(1, 20).forEach(step -> checkpoints.save(step, file("x")));
        assertThat(names(folder))
                .containsExactly(
                        "step-000000000001",
                        "step-000000000009",
                        "step-000000000013",
                        "step-000000000017",
                        "step-000000000019",
                        "step-000000000020");
    }

    @Test
    void shouldNeverRemoveVersionZeroOrAVersionThatIsNamed(@TempDir Path folder) {
        Set<Long> named = new TreeSet<>();
        FileVersions versions = new FileVersions(folder, 2, () -> named);
        versions.save(0, file("model.safetensors"));
        versions.save(1, file("model.safetensors"));
        named.add(1L);
        for (long version = 2; version <= 6; version++) {
            versions.save(version, file("model.safetensors"));
        }
        assertThat(names(folder)).containsExactly("v00000000", "v00000001", "v00000005", "v00000006");

        named.clear();
        versions.save(7, file("model.safetensors"));
        assertThat(names(folder)).containsExactly("v00000000", "v00000006", "v00000007");
    }

    @Test
    void shouldNotRemoveWhatWasJustWrittenBehindANewerOne(@TempDir Path folder) {
        FileCheckpoints checkpoints = new FileCheckpoints(folder, 1);
        checkpoints.save(9, file("x"));
        checkpoints.save(4, file("x"));
        assertThat(names(folder)).containsExactly("step-000000000004", "step-000000000009");
    }

    private static Consumer<Path> file(String name) {
        return directory -> {
            try {
                Files.writeString(directory.resolve(name), "weights", StandardCharsets.UTF_8);
            } catch (java.io.IOException e) {
                throw new java.io.UncheckedIOException(e);
            }
        };
    }

    private static List<String> names(Path folder) {
        try (Stream<Path> children = Files.list(folder)) {
            return new ArrayList<>(children.map(child -> String.valueOf(child.getFileName()))
                    .sorted()
                    .toList());
        } catch (java.io.IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }
}
