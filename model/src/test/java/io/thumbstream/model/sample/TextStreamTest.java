package io.thumbstream.model.sample;

import static org.assertj.core.api.Assertions.assertThat;

import io.thumbstream.model.text.HfTokenizer;
import io.thumbstream.model.text.LlamaTokenizer;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TextStreamTest {
    private final ByteTokenizer tokenizer = new ByteTokenizer();

    @ParameterizedTest
    @ValueSource(
            strings = {"plain", "naïve façade", "日本語のテキスト", "mixed é 😀 end", "😀😀", "\uFFFD real replacement \uFFFD"})
    void shouldGiveOnlyWholeCharactersWhenTokensAreSingleBytes(String text) {
        TextStream stream = new TextStream(tokenizer, List.of());

        List<String> pieces = pieces(stream, text);

        assertThat(String.join("", pieces)).isEqualTo(text);
        assertThat(stream.text()).isEqualTo(text);
        List<String> characters =
                text.codePoints().mapToObj(Character::toString).toList();
        assertThat(pieces).allSatisfy(piece -> assertThat(piece.codePoints().mapToObj(Character::toString))
                .isSubsetOf(characters));
    }

    @Test
    void shouldKeepBrokenBytesAsReplacementWhenTheyNeverBecomeACharacter() {
        TextStream stream = new TextStream(tokenizer, List.of());
        int lead = 0xE2 + ByteTokenizer.FIRST;

        assertThat(stream.push('a' + ByteTokenizer.FIRST)).isEqualTo("a");
        assertThat(stream.push(lead)).isEmpty();
        assertThat(stream.push('b' + ByteTokenizer.FIRST)).isEqualTo("\uFFFDb");
        assertThat(stream.push(lead)).isEmpty();
        assertThat(stream.finish()).isEqualTo("\uFFFD");
        assertThat(stream.text()).isEqualTo("a\uFFFDb\uFFFD");
    }

    @Test
    void shouldHoldBackTextWhenItMayBeginAStopText() {
        TextStream stream = new TextStream(tokenizer, List.of("END"));

        assertThat(pieces(stream, "xEEN")).containsExactly("x", "", "E", "", "EN");
        assertThat(stream.stopped()).isFalse();
    }

    @Test
    void shouldCutTheStopTextWhenItAppears() {
        TextStream stream = new TextStream(tokenizer, List.of("\n\nuser", "STOP"));

        assertThat(pieces(stream, "ok\n\nuser")).containsExactly("o", "k", "", "", "", "", "", "", "");
        assertThat(stream.stopped()).isTrue();
        assertThat(stream.text()).isEqualTo("ok");
    }

    @Test
    void shouldStopAtTheEarlierTextWhenTwoStopTextsOverlap() {
        TextStream stream = new TextStream(tokenizer, List.of("bc", "abc"));

        pieces(stream, "xabc");

        assertThat(stream.text()).isEqualTo("x");
    }

    @Test
    void shouldKeepBlanksBetweenWordsWhenTheTokenizerCutsTheFirstOne(@TempDir Path directory) throws IOException {
        try (HfTokenizer llama = LlamaTokenizer.write(directory)) {
            assertThat(llama.decodesApart()).isFalse();
            TextStream stream = new TextStream(llama, List.of());
            List<String> pieces = new ArrayList<>();
            for (int token : llama.encode("a b  ab a")) {
                pieces.add(stream.push(token));
            }
            assertThat(pieces).startsWith("a", " b").endsWith(" a");
            assertThat(stream.text()).isEqualTo("a b  ab a");
        }
    }

    @Test
    void shouldKeepNeighbouringCharactersWhenBothAreSpeltInBytes() {
        FallbackTokenizer fallback = new FallbackTokenizer();
        int[] face = {0xF0, 0x9F, 0x98, 0x80};
        TextStream stream = new TextStream(fallback, List.of());
        List<String> pieces = new ArrayList<>();
        pieces.add(stream.push(FallbackTokenizer.word('a')));
        for (int i = 0; i < 2 * face.length; i++) {
            pieces.add(stream.push(face[i % face.length]));
        }
        pieces.add(stream.push('\n'));
        pieces.add(stream.push(FallbackTokenizer.word('b')));

        assertThat(pieces).containsExactly("a", "", "", "", "😀", "", "", "", "😀", "\n", " b");
        assertThat(stream.finish()).isEmpty();
        assertThat(stream.text()).isEqualTo("a😀😀\n b");
    }

    @Test
    void shouldSeeAStopTextWhenItFollowsACharacterSpeltInBytes() {
        TextStream stream = new TextStream(new FallbackTokenizer(), List.of("\n"));
        for (int token : new int[] {0xC3, 0xA9, '\n'}) {
            String unused = stream.push(token);
        }

        assertThat(stream.stopped()).isTrue();
        assertThat(stream.text()).isEqualTo("é");
    }

    /** Text given after each byte, and last what {@code finish} gave. */
    private List<String> pieces(TextStream stream, String text) {
        List<String> pieces = new ArrayList<>();
        for (int token : tokenizer.encode(text)) {
            pieces.add(stream.push(token));
        }
        pieces.add(stream.finish());
        return pieces;
    }
}
