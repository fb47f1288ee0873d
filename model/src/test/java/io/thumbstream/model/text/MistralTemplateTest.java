package io.thumbstream.model.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.huggingface.tokenizers.HuggingFaceTokenizer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** The later formats of Mistral; the first is in {@link ChatTemplateTest}, with the conversations that are written here. */
class MistralTemplateTest {
    private static final List<Turn> ONE = List.of(Turn.user("Hello"));
    private static final List<Turn> SYSTEM = List.of(Turn.system("Be kind."), Turn.user("  Hello\n"));
    private static final List<Turn> LONG =
            List.of(Turn.user("Hello"), Turn.assistant(" Hi there "), Turn.user("Who are you?"));
    private static final List<Turn> ALL = List.of(
            Turn.system(" Be brief.\n"), Turn.user("A"), Turn.assistant("<think>\nhm\n</think>\n\nB"), Turn.user("C"));

    @TempDir
    Path directory = Path.of("set by the test framework");

    /**
     * From the sources of the later templates of Mistral; {@link TemplateFixturesTest} has what they wrote when they were run. With b the begin
     * token, e the end token, s the system turn, u a question and a an answer they write, for questions before the last one and then for the
     * last:
     *
     * <pre>
     * mistral-v1          b " [INST] " [s "\n\n"] u " [/INST]" " " a e " [INST] " u " [/INST]", s with the first question
     * mistral-v3          b "[INST] " u "[/INST]" " " trim(a) e "[INST] " [s "\n\n"] u "[/INST]", s with the last question
     * mistral-v3-tekken   b "[INST]" u "[/INST]" a e "[INST]" [s "\n\n"] u "[/INST]", s with the last question
     * </pre>
     */
    static List<Arguments> written() {
        String thought = "<think>\nhm\n</think>\n\nB</s>";
        return List.of(
                Arguments.of("mistral-v1", ONE, "<s> [INST] Hello [/INST]"),
                Arguments.of("mistral-v1", SYSTEM, "<s> [INST] Be kind.\n\n  Hello\n [/INST]"),
                // " " and " Hi there " make two blanks
                Arguments.of("mistral-v1", LONG, "<s> [INST] Hello [/INST]  Hi there </s> [INST] Who are you? [/INST]"),
                // " Be brief.\n" and "\n\n" make three line breaks
                Arguments.of(
                        "mistral-v1", ALL, "<s> [INST]  Be brief.\n\n\nA [/INST] " + thought + " [INST] C [/INST]"),
                Arguments.of("mistral-v3", ONE, "<s>[INST] Hello[/INST]"),
                Arguments.of("mistral-v3", SYSTEM, "<s>[INST] Be kind.\n\n  Hello\n[/INST]"),
                Arguments.of("mistral-v3", LONG, "<s>[INST] Hello[/INST] Hi there</s>[INST] Who are you?[/INST]"),
                Arguments.of("mistral-v3", ALL, "<s>[INST] A[/INST] " + thought + "[INST]  Be brief.\n\n\nC[/INST]"),
                Arguments.of("mistral-v3-tekken", ONE, "<s>[INST]Hello[/INST]"),
                Arguments.of("mistral-v3-tekken", SYSTEM, "<s>[INST]Be kind.\n\n  Hello\n[/INST]"),
                Arguments.of("mistral-v3-tekken", LONG, "<s>[INST]Hello[/INST] Hi there </s>[INST]Who are you?[/INST]"),
                Arguments.of(
                        "mistral-v3-tekken", ALL, "<s>[INST]A[/INST]" + thought + "[INST] Be brief.\n\n\nC[/INST]"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("written")
    void shouldWriteWhatTheSourceOfThePublishedTemplateSaysWhenAConversationIsGiven(
            String name, List<Turn> turns, String expected) throws IOException {
        ChatTokens tokens = tokens(name);
        String text = ChatTemplate.of(tokens).render(turns, tokens).stream()
                .map(ChatPieces.Piece::text)
                .collect(Collectors.joining());
        assertThat(text).isEqualTo(expected);
    }

    @ParameterizedTest
    @EnumSource(
            value = ChatTemplate.class,
            names = {"MISTRAL_V1", "MISTRAL_V3", "MISTRAL_TEKKEN"})
    void shouldRefuseASystemTurnWhenItIsNotTheFirst(ChatTemplate template) {
        List<Turn> late = List.of(Turn.user("A"), Turn.system("B"), Turn.user("C"));
        assertThatThrownBy(() -> template.render(late, tokens("own")))
                .hasMessageContaining("turn 1 of the conversation is of system");
    }

    @Test
    void shouldGiveTheIdsOfTheWholeTextWhenWordsBeginWithABlank() throws IOException {
        Files.writeString(
                directory.resolve("tokenizer_config.json"),
                "{\"bos_token\":\"<s>\",\"eos_token\":\"</s>\",\"thumbstream_chat\":\"mistral-v1\"}");
        String expected = "<s> [INST] a b [/INST] b a</s> [INST] ab [/INST]";
        try (HfTokenizer tokenizer = LlamaTokenizer.write(directory);
                HuggingFaceTokenizer library = HuggingFaceTokenizer.newInstance(directory.resolve("tokenizer.json"))) {
            List<Turn> turns = List.of(Turn.user("a b"), Turn.assistant("b a"), Turn.user("ab"));
            assertThat(ChatFormat.of(directory, tokenizer).promptIds(turns)).isEqualTo(whole(library, expected));
        }
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource({
        // the first edition of version 0.3 has the template of version 0.2 and the new vocabulary
        "mistral, '<s>[INST] a b [/INST]b a</s>[INST] ab [/INST]'",
        "mistral-v1, '<s> [INST] a b [/INST] b a</s> [INST] ab [/INST]'",
        "mistral-v3, '<s>[INST] a b[/INST] b a</s>[INST] ab[/INST]'",
        "mistral-v3-tekken, '<s>[INST]a b[/INST]b a</s>[INST]ab[/INST]'"
    })
    void shouldGiveTheIdsOfTheWholeTextWhenBracketsAreTokens(String name, String expected) throws IOException {
        Files.writeString(
                directory.resolve("tokenizer_config.json"),
                "{\"bos_token\":\"<s>\",\"eos_token\":\"</s>\",\"thumbstream_chat\":\"" + name + "\"}");
        try (HfTokenizer tokenizer = LlamaTokenizer.write(directory, List.of("[INST]", "[/INST]"));
                HuggingFaceTokenizer library = HuggingFaceTokenizer.newInstance(directory.resolve("tokenizer.json"))) {
            ChatFormat format = ChatFormat.of(directory, tokenizer);
            List<Turn> turns = List.of(Turn.user("a b"), Turn.assistant("b a"), Turn.user("ab"));
            int[] ids = format.promptIds(turns);
            assertThat(ids).isEqualTo(whole(library, expected));
            assertThat(ids).contains(tokenizer.id("[INST]"), tokenizer.id("[/INST]"));
            assertThat(format.alternates()).isTrue();
            // written by a person, brackets stay words
            assertThat(format.promptIds(List.of(Turn.user("[/INST]"))))
                    .containsOnlyOnce(tokenizer.id("[INST]"), tokenizer.id("[/INST]"));
        }
    }

    @Test
    void shouldSayWhichTokenIsMissingWhenTheVocabularyIsOlderThanTheFormat() throws IOException {
        Files.writeString(
                directory.resolve("tokenizer_config.json"),
                "{\"bos_token\":\"<s>\",\"eos_token\":\"</s>\",\"thumbstream_chat\":\"mistral-v3\"}");
        try (HfTokenizer tokenizer = LlamaTokenizer.write(directory)) {
            assertThatThrownBy(() -> ChatFormat.of(directory, tokenizer))
                    .hasMessageContaining("tokenizer_config.json")
                    .hasMessageContaining("no special token [INST]");
        }
    }

    private static int[] whole(HuggingFaceTokenizer library, String text) {
        return Arrays.stream(library.encode(text, false, false).getIds())
                .mapToInt(Math::toIntExact)
                .toArray();
    }

    private static ChatTokens tokens(String named) {
        return new ChatTokens(
                Path.of("tokenizer_config.json"),
                Optional.of("<s>"),
                Optional.of("</s>"),
                false,
                Optional.empty(),
                Optional.of(named),
                false);
    }
}
