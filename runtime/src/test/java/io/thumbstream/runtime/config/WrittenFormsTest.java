package io.thumbstream.runtime.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class WrittenFormsTest {

    @ParameterizedTest
    @ValueSource(strings = {"0ms", "250ms", "5s", "90s", "2m", "12h", "7d", "PT0.000001S"})
    void shouldWriteADurationAsItWasReadWhenItIsInShortestForm(String text) {
        assertThat(Durations.format(Durations.parse(text))).isEqualTo(text);
    }

    @Test
    void shouldReadIsoDurationsWhenGiven() {
        assertThat(Durations.parse("PT1H30M")).isEqualTo(Duration.ofMinutes(90));
        assertThatThrownBy(() -> Durations.parse("5 fortnights")).hasMessageContaining("'5 fortnights' is no duration");
    }

    @ParameterizedTest
    @CsvSource({"64MiB,67108864", "8MB,8000000", "512,512", "1GiB,1073741824", "3KiB,3072"})
    void shouldReadADataSizeWhenItHasAKnownUnit(String text, long bytes) {
        assertThat(DataSize.parse(text).bytes()).isEqualTo(bytes);
        assertThat(DataSize.parse(DataSize.parse(text).toString()).bytes()).isEqualTo(bytes);
    }

    @Test
    void shouldRefuseADataSizeThatIsTooLargeLikeAnyOtherMistake() {
        for (String text : List.of("9000000000GiB", "99999999999999999999")) {
            assertThatThrownBy(() -> DataSize.parse(text))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("'" + text + "' is more than");
        }
    }

    @Test
    void shouldRefuseADataSizeWhenTheUnitIsUnknown() {
        assertThatThrownBy(() -> DataSize.parse("3 lots")).hasMessageContaining("'3 lots' is no data size");
    }

    @ParameterizedTest
    @CsvSource({
        "batchSize,batch-size",
        "topP,top-p",
        "klToReference,kl-to-reference",
        "httpURLPath,http-url-path",
        "x,x"
    })
    void shouldSpellKeysInKebabCaseWhenTheCodeUsesCamelCase(String camel, String kebab) {
        assertThat(Keys.kebab(camel)).isEqualTo(kebab);
    }

    private enum Kind {
        ONE,
        TWO_WORDS
    }

    private record Block(Kind aKind, int number, String text) {}

    @Test
    void shouldNameTheWordsAmongWhichASettingChooses() {
        assertThat(SettingsWriter.words(new Block(Kind.ONE, 1, "text")))
                .containsExactly(Map.entry("a-kind", List.of("one", "two-words")));
    }
}
