package io.thumbstream.launcher.dlq.letter;

import static io.thumbstream.launcher.dlq.letter.Letters.letter;
import static io.thumbstream.launcher.dlq.letter.Letters.source;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

class SelectionTest {
    private final Letter letter = letter(7, source(0, 1), "io.thumbstream.PoisonRecordException", "bad-value");

    @Test
    void shouldIncludeBothEndsOfOffsets() {
        assertThat(offsets(7, 7).matches(letter)).isTrue();
        assertThat(offsets(8, 9).matches(letter)).isFalse();
        assertThat(offsets(0, 6).matches(letter)).isFalse();
        assertThat(offsets(0, 6).narrows()).isTrue();
    }

    @Test
    void shouldKnowAnErrorByItsFullAndItsShortName() {
        assertThat(error("PoisonRecordException").matches(letter)).isTrue();
        assertThat(error("io.thumbstream.PoisonRecordException").matches(letter))
                .isTrue();
        assertThat(error("RecordException").matches(letter)).isFalse();
    }

    @Test
    void shouldDemandTheReasonToo() {
        Selection both = new Selection(
                OptionalLong.of(7), OptionalLong.empty(), Optional.empty(), Optional.of("unknown-rollout"));
        assertThat(both.matches(letter)).isFalse();
    }

    @Test
    void shouldMeanEverythingWhenNothingIsNamed() {
        Selection all = new Selection(OptionalLong.empty(), OptionalLong.empty(), Optional.empty(), Optional.empty());
        assertThat(all.narrows()).isFalse();
        assertThat(all.matches(letter)).isTrue();
    }

    @Test
    void shouldRefuseOffsetsThatCannotBe() {
        assertThatThrownBy(() -> offsets(9, 8)).hasMessageContaining("9").hasMessageContaining("8");
        assertThatThrownBy(() -> offsets(-1, 8)).hasMessageContaining("begin at 0");
    }

    private static Selection offsets(long from, long to) {
        return new Selection(OptionalLong.of(from), OptionalLong.of(to), Optional.empty(), Optional.empty());
    }

    private static Selection error(String name) {
        return new Selection(OptionalLong.empty(), OptionalLong.empty(), Optional.of(name), Optional.empty());
    }
}
