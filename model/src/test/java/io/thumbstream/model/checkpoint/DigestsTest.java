package io.thumbstream.model.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class DigestsTest {
    @Test
    void shouldGiveTheDigestOfTheWholeWhenNumbersComeInPieces() {
        String whole = Digests.builder().text("a").floats(1, 2, 3).floats(4).hex();
        String pieces = Digests.builder()
                .text("a")
                .count(3)
                .piece(new float[] {1, 2})
                .piece(new float[] {3})
                .floats(4)
                .hex();

        assertThat(pieces).isEqualTo(whole);
        assertThat(Digests.builder().text("a").floats(1, 2).floats(3, 4).hex())
                .as("where one list ends counts")
                .isNotEqualTo(whole);
    }

    /** Length 1 and the number 1, both little-endian: 01 00 00 00, 00 00 80 3f. */
    @Test
    void shouldDigestLengthAndBits() {
        assertThat(Digests.builder().floats(1).hex())
                .isEqualTo(Digests.of(new byte[] {1, 0, 0, 0, 0, 0, (byte) 0x80, 0x3f}));
    }
}
