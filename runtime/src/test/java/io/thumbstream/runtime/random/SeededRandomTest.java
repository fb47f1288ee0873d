package io.thumbstream.runtime.random;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.HashSet;
import java.util.Set;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class SeededRandomTest {
    private static final long[] GOLDEN = {-3163965042781578509L, -272111531538997366L, 246L};

    @Test
    void shouldGiveTheSameNumbersWhenTheSeedIsTheSame() {
        SeededRandom first = new SeededRandom(7);
        SeededRandom second = new SeededRandom(7);

        assertThat(LongStream.generate(first::nextLong).limit(100).toArray())
                .isEqualTo(LongStream.generate(second::nextLong).limit(100).toArray());
        assertThat(new SeededRandom(8).nextLong()).isNotEqualTo(new SeededRandom(7).nextLong());
    }

    @Test
    void shouldKeepTheSequenceOfReleasesWhenTheSeedIsFixed() {
        SeededRandom random = new SeededRandom(42);

        assertThat(new long[] {random.nextLong(), random.child("explorer").nextLong(), random.nextInt(1000)})
                .as("these numbers are part of reproducible runs; changing them breaks replay")
                .isEqualTo(GOLDEN);
    }

    @Test
    void shouldContinueExactlyWhenRestoredFromKeyAndCounter() {
        SeededRandom random = new SeededRandom(3);
        random.nextGaussian();
        random.nextInt(10);
        SeededRandom restored = SeededRandom.restore(random.key(), random.counter());

        assertThat(restored.nextLong()).isEqualTo(random.nextLong());
    }

    @Test
    void shouldGiveTheSameChildWhenTheParentHasDrawnNumbers() {
        SeededRandom parent = new SeededRandom(5);
        long before = parent.child("learner").nextLong();
        parent.nextLong();

        assertThat(parent.child("learner").nextLong()).isEqualTo(before);
        assertThat(parent.child("learners").nextLong()).isNotEqualTo(before);
        assertThat(parent.child(1).nextLong()).isNotEqualTo(parent.child(2).nextLong());
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void shouldBeUniformWhenManyNumbersAreDrawn(long seed) {
        SeededRandom random = new SeededRandom(seed);
        int[] counts = new int[7];
        double sum = 0;
        double squares = 0;
        int draws = 70_000;
        for (int i = 0; i < draws; i++) {
            counts[random.nextInt(7)]++;
            double normal = random.nextGaussian();
            sum += normal;
            squares += normal * normal;
        }

        for (int count : counts) {
            assertThat(count).as("seed %d", seed).isBetween(9_600, 10_400);
        }
        assertThat(sum / draws).as("mean, seed %d", seed).isCloseTo(0, within(0.02));
        assertThat(squares / draws).as("variance, seed %d", seed).isCloseTo(1, within(0.03));
    }

    @Test
    void shouldKeepDoublesBelowOneWhenDrawn() {
        SeededRandom random = new SeededRandom(11);
        Set<Double> seen = new HashSet<>();
        for (int i = 0; i < 10_000; i++) {
            double value = random.nextDouble();
            assertThat(value).isGreaterThanOrEqualTo(0).isLessThan(1);
            seen.add(value);
        }
        assertThat(seen).hasSize(10_000);
    }

    @Test
    void shouldPermuteWhenShuffling() {
        int[] values = {0, 1, 2, 3, 4, 5, 6, 7};
        new SeededRandom(1).shuffle(values);

        assertThat(values).isNotEqualTo(new int[] {0, 1, 2, 3, 4, 5, 6, 7});
        Arrays.sort(values);
        assertThat(values).containsExactly(0, 1, 2, 3, 4, 5, 6, 7);
    }

    @Test
    void shouldNameTheBoundWhenItIsNotPositive() {
        assertThatThrownBy(() -> new SeededRandom(1).nextInt(0)).hasMessageContaining("bound is 0");
    }
}
