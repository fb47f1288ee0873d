package io.thumbstream.model.random;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class UniformsTest {
    @Test
    void shouldGiveTheSameNumberWhenAskedAgain() {
        assertThat(Uniforms.at(7, 3))
                .isEqualTo(Uniforms.at(7, 3))
                .isNotEqualTo(Uniforms.at(7, 4))
                .isNotEqualTo(Uniforms.at(8, 3));
    }

    @Test
    void shouldFillTheUnitIntervalEvenlyWhenManyAreDrawn() {
        int buckets = 16;
        int draws = 64_000;
        int[] count = new int[buckets];
        for (int i = 0; i < draws; i++) {
            count[(int) (Uniforms.at(i / 64, i % 64) * buckets)]++;
        }
        double expected = (double) draws / buckets;
        double chiSquare = 0;
        for (int seen : count) {
            chiSquare += (seen - expected) * (seen - expected) / expected;
        }
        // 15 degrees of freedom: 37.7 is passed once in a thousand
        assertThat(chiSquare).isLessThan(37.7);
    }

    @Test
    void shouldStayInsideTheOpenIntervalWhenSeedsAreExtreme() {
        assertThat(LongStream.of(0, -1, Long.MIN_VALUE, Long.MAX_VALUE)
                        .boxed()
                        .flatMapToDouble(seed -> LongStream.range(0, 1000).mapToDouble(i -> Uniforms.at(seed, i))))
                .allMatch(u -> u > 0 && u < 1);
    }
}
