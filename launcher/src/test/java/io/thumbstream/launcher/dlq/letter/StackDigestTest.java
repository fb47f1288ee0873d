package io.thumbstream.launcher.dlq.letter;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class StackDigestTest {
    @Test
    void shouldBeAlikeForTheSamePlaceWhateverTheMessage() {
        StackDigest one = StackDigest.of("a.Poison: vote 7\n" + frames(12));
        StackDigest other = StackDigest.of("a.Poison: vote 8 of\nseveral lines\n" + frames(10) + "\tat cut of");

        assertThat(one.digest()).hasSize(12).isEqualTo(other.digest());
        assertThat(one.top()).containsExactly("a.B.c0(B.java:0)", "a.B.c1(B.java:1)", "a.B.c2(B.java:2)");
    }

    @Test
    void shouldDifferWhenThePlaceDoes() {
        assertThat(StackDigest.of(frames(3)).digest())
                .isNotEqualTo(StackDigest.of(frames(4)).digest());
    }

    @Test
    void shouldBeEmptyWhenTheFailureHadNoStack() {
        assertThat(StackDigest.of("a.Poison: by rule\n").digest()).isEmpty();
        assertThat(StackDigest.of("").top()).isEmpty();
    }

    private static String frames(int count) {
        return IntStream.range(0, count)
                .mapToObj(i -> "\tat a.B.c" + i + "(B.java:" + i + ")\n")
                .collect(Collectors.joining());
    }
}
