package io.thumbstream.runtime.random;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class HashesTest {
    @Test
    void shouldGiveThePublishedNumbers() {
        assertThat(Hashes.of("")).isEqualTo(0xCBF29CE484222325L);
        assertThat(Hashes.of("a")).isEqualTo(0xAF63DC4C8601EC8CL);
        // the first number of SplitMix64 with seed 0
        assertThat(Hashes.mix(Hashes.GOLDEN_GAMMA)).isEqualTo(0xE220A8397B1DCDAFL);
        assertThat(Hashes.mix(0)).isZero();
    }
}
