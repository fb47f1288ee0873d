package io.thumbstream.model.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HfTokenizerTest {
    private static final List<String> CORPUS = List.of(
            "the parcel is late and the parcel is lost",
            "the cat sat on the mat, the dog didn't",
            "please send the parcel again, thanks!");

    @TempDir
    Path directory = Path.of("set by the test framework");

    @ParameterizedTest
    @ValueSource(
            strings = {
                "the parcel is late",
                "",
                "  leading and trailing  ",
                "line one\nline two\n\n\ttabbed",
                "naïve 日本 ümlaut ß",
                "thumbs 👍🏽 and family 👨‍👩‍👧‍👦",
                "a special <|end|> inside and <|user|><|end|>",
                "<|<|end|>|>"
            })
    void shouldReturnTheSameTextWhenItIsEncodedAndDecoded(String text) throws IOException {
        try (HfTokenizer tokenizer = trained(300)) {
            int[] ids = tokenizer.encode(text);
            assertThat(tokenizer.decode(ids)).isEqualTo(text);
            assertThat(IntStream.of(ids))
                    .allMatch(id -> id >= ChatFormat.SPECIAL_TOKENS.size() && id < tokenizer.vocabularySize());
        }
    }

    @Test
    void shouldKeepTheWholeTextWhenItIsLong() throws IOException {
        try (HfTokenizer tokenizer = trained(261)) {
            String text = "z".repeat(3000);
            assertThat(tokenizer.encode(text)).hasSize(3000);
            assertThat(tokenizer.decode(tokenizer.encode(text))).isEqualTo(text);
        }
    }

    @Test
    void shouldUseFewerTokensWhenTextLooksLikeTheCorpus() throws IOException {
        try (HfTokenizer tokenizer = trained(300)) {
            assertThat(tokenizer.encode("the parcel")).hasSizeLessThan(5);
            assertThat(tokenizer.encode("ZQXJKVWYZQ")).hasSize(10);
        }
    }

    @Test
    void shouldLearnEqualVocabulariesWhenTheCorpusIsShuffled() {
        List<String> shuffled = new ArrayList<>(CORPUS);
        Collections.reverse(shuffled);
        assertThat(BpeTrainer.train(shuffled, 300)).isEqualTo(BpeTrainer.train(CORPUS, 300));
    }

    @Test
    void shouldJoinTheMostFrequentPairFirstWhenTraining() {
        BpeVocabulary vocabulary = BpeTrainer.train(List.of("ab ab ab cd cd xy"), 264);
        // one "ab" has no space before it: a+b occurs 3 times, then space+c, c+d and space+ab twice each; ties go to
        // the
        // lower ids, first the space (written as the symbol of byte 32)
        assertThat(vocabulary.merges().get(0)).isEqualTo(new BpeVocabulary.Merge("a", "b"));
        assertThat(vocabulary.merges().get(1)).isEqualTo(new BpeVocabulary.Merge("\u0120", "c"));
        assertThat(vocabulary.merges()).hasSize(3);
    }

    @Test
    void shouldStopEarlyWhenNoPairOccursTwice() {
        assertThat(BpeTrainer.train(List.of("abc"), 1000).size()).isEqualTo(261);
    }

    @Test
    void shouldRenderTurnsWhenAConversationIsGiven() throws IOException {
        try (HfTokenizer tokenizer = trained(300)) {
            ChatFormat format = new ChatFormat(tokenizer);
            int[] ids = format.promptIds(List.of(Turn.system("be kind"), Turn.user("late")));
            assertThat(ids[0]).isEqualTo(tokenizer.id("<|system|>"));
            assertThat(ids[ids.length - 1]).isEqualTo(tokenizer.id("<|assistant|>"));
            assertThat(IntStream.of(ids).filter(id -> id == ChatFormat.END_ID).count())
                    .isEqualTo(2);
            int[] answer = format.responseIds("sorry");
            assertThat(answer[answer.length - 1]).isEqualTo(ChatFormat.END_ID);
            assertThat(format.responseText(answer)).isEqualTo("sorry");
        }
        assertThat(ChatFormat.plainText(List.of(Turn.user("late")), "sorry")).isEqualTo("user: late\nassistant: sorry");
    }

    @Test
    void shouldNameTheRemedyWhenTheFileIsNoTokenizer() throws IOException {
        Path file = Files.writeString(directory.resolve("tokenizer.json"), "{}");
        assertThatThrownBy(() -> HfTokenizer.load(file)).hasMessageContaining("restore the tokenizer.json");
        assertThatThrownBy(() -> BpeTrainer.train(CORPUS, 100)).hasMessageContaining("at least 261");
    }

    @ParameterizedTest
    @ValueSource(strings = {"[1, 44]", "44"})
    void shouldEndAnswersAtTheTokensThatTheModelNames(String named) throws IOException {
        Files.writeString(directory.resolve("generation_config.json"), "{\"eos_token_id\":" + named + "}");
        try (HfTokenizer tokenizer = trained(300)) {
            assertThat(tokenizer.specialIds()).containsExactlyInAnyOrder(0, 1, 2, 3, 4, 44);
        }
    }

    @Test
    void shouldEndAnswersAtSpecialTokensAloneWhenTheModelNamesNone() throws IOException {
        try (HfTokenizer tokenizer = trained(300)) {
            assertThat(tokenizer.specialIds()).containsExactlyInAnyOrder(0, 1, 2, 3, 4);
        }
        Files.writeString(directory.resolve("generation_config.json"), "{\"eos_token_id\":null}");
        try (HfTokenizer tokenizer = trained(300)) {
            assertThat(tokenizer.specialIds()).containsExactlyInAnyOrder(0, 1, 2, 3, 4);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"\"<|end|>\"", "[-1]", "1.5", "{}"})
    void shouldNameTheFieldWhenEndsOfAnswersAreNoTokenIds(String named) throws IOException {
        Files.writeString(directory.resolve("generation_config.json"), "{\"eos_token_id\":" + named + "}");
        assertThatThrownBy(() -> trained(300))
                .hasMessageContaining("generation_config.json")
                .hasMessageContaining("eos_token_id")
                .hasMessageContaining("token id or a list");
    }

    private HfTokenizer trained(int size) throws IOException {
        BpeTrainer.train(CORPUS, size).write(directory);
        return HfTokenizer.load(directory.resolve(BpeVocabulary.FILE));
    }
}
