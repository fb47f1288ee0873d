package io.thumbstream.reward.credit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.thumbstream.reward.event.FeedbackKind;
import io.thumbstream.reward.event.Remark;
import io.thumbstream.reward.event.RolloutEvent;
import io.thumbstream.reward.event.SourceRef;
import io.thumbstream.reward.event.TokenTrace;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which tokens a remark is about. */
class TokenMarksTest {

    @ParameterizedTest(name = "{1} tokens of ''{0}'' edited to ''{2}''")
    @CsvSource({
        "abcdefgh, 8, abcdXfgh, 4",
        "abcdefgh, 4, abcdXfgh, 2",
        "abcdefgh, 8, Xbcdefgh, 0",
        "abcdefgh, 8, abc, 3",
        "abcdefgh, 8, abcdefgh and more, 7",
        "' abcdefg', 8, abXdefg, 3",
        "abcdefgh, 8, '  abcdXfgh', 4",
        "abcdefgh, 2, abcdefgX, 1"
    })
    void shouldFindTheFirstTokenThatAnEditChanged(String answer, int tokens, String edited, int changed) {
        assertThat(TokenMarks.of(answer(answer, tokens), List.of(edit(edited))))
                .containsExactly(new TokenMark(changed, changed, false));
    }

    @ParameterizedTest(name = "{0} of 8 in {1} tokens")
    @CsvSource({"0-8, 8, 0, 7", "2-4, 8, 2, 3", "2-4, 4, 1, 1", "3-5, 4, 1, 2", "7-8, 3, 2, 2"})
    void shouldFindTheTokensOfAMarkedPart(String part, int tokens, int first, int last) {
        assertThat(TokenMarks.of(answer("abcdefgh", tokens), List.of(part(-1.0, part), part(1.0, part))))
                .containsExactly(new TokenMark(first, last, false), new TokenMark(first, last, true));
    }

    @Test
    void shouldCountCodePointsNotUnits() {
        RolloutEvent smiles = answer("\uD83D\uDE00\uD83D\uDE00ab", 4);

        assertThat(TokenMarks.of(smiles, List.of(edit("\uD83D\uDE00\uD83D\uDE00aX"))))
                .containsExactly(new TokenMark(3, 3, false));
    }

    @Test
    void shouldFindNothingWhereNothingIsPointedAt() {
        RolloutEvent answer = answer("abcdefgh", 8);

        assertThat(TokenMarks.of(answer, List.of())).isEmpty();
        assertThat(TokenMarks.of(answer, List.of(part(null, "2-4"))))
                .as("words only")
                .isEmpty();
        assertThat(TokenMarks.of(answer, List.of(part(1.0, "2-9"))))
                .as("no part of it")
                .isEmpty();
        assertThat(TokenMarks.of(answer, List.of(new Remark("g.1", FeedbackKind.EDIT, null, "X"))))
                .as("another answer")
                .isEmpty();
        assertThat(TokenMarks.of(answer("abcdefgh", 0), List.of(edit("X"))))
                .as("no tokens")
                .isEmpty();
        assertThat(TokenMarks.of(answer("", 1), List.of(edit("X"))))
                .as("no text")
                .isEmpty();
    }

    @Test
    void shouldRefuseAMarkThatEndsBeforeItBegins() {
        assertThatThrownBy(() -> new TokenMark(3, 2, true)).hasMessageContaining("from token 3 to 2");
    }

    private static Remark edit(String text) {
        return new Remark("g.0", FeedbackKind.EDIT, null, text);
    }

    private static Remark part(@Nullable Double verdict, String range) {
        return new Remark("g.0", FeedbackKind.SPAN, verdict, range);
    }

    private static RolloutEvent answer(String text, int tokens) {
        return new RolloutEvent(
                "g.0",
                "g",
                0,
                1,
                "user: hello\n",
                text,
                new TokenTrace(new int[] {1}, new int[tokens], new float[tokens]),
                1,
                1,
                "STOP",
                true,
                1,
                null,
                null,
                1,
                new SourceRef("rollouts", 0, 1));
    }
}
