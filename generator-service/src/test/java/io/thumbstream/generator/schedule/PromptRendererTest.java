package io.thumbstream.generator.schedule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.thumbstream.generator.ByteTokenizer;
import io.thumbstream.model.text.ChatFormat;
import io.thumbstream.model.text.Turn;
import io.thumbstream.runtime.error.PoisonRecordException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PromptRendererTest {
    private final ChatFormat format = new ChatFormat(new ByteTokenizer());
    private final PromptRenderer renderer = new PromptRenderer(format, 40, 10);

    @Test
    void shouldRenderEverythingWhenItFits() {
        List<Turn> turns = List.of(Turn.user("hi"), Turn.assistant("yes"), Turn.user("ok"));

        assertThat(renderer.render(turns)).isEqualTo(format.promptIds(turns));
    }

    @Test
    void shouldForgetTheOldestTurnsButNotTheSystemOneWhenTooLong() {
        List<Turn> turns =
                List.of(Turn.system("sys"), Turn.user("x".repeat(20)), Turn.assistant("short"), Turn.user("newest"));

        assertThat(renderer.render(turns))
                .isEqualTo(format.promptIds(List.of(turns.get(0), turns.get(2), turns.get(3))));
    }

    @Test
    void shouldRefuseThePromptWhenTheNewestMessageAloneIsTooLong() {
        assertThatThrownBy(() -> renderer.render(List.of(Turn.user("a"), Turn.user("x".repeat(40)))))
                .isInstanceOf(PoisonRecordException.class)
                .hasMessageContaining("43 tokens")
                .hasMessageContaining("30 fit");
    }

    @Test
    void shouldForgetAnswersWithTheirQuestionsWhenTheFormatBeginsWithAQuestion(@TempDir Path directory)
            throws IOException {
        ChatFormat alternating = mistral(directory);
        PromptRenderer narrow = new PromptRenderer(alternating, 60, 10);
        List<Turn> turns = List.of(Turn.user("x".repeat(10)), Turn.assistant("y".repeat(10)), Turn.user("newest"));

        assertThat(narrow.render(turns)).isEqualTo(alternating.promptIds(List.of(turns.get(2))));
    }

    @Test
    void shouldRefuseThePromptWhenTheFormatHasNoPlaceForATurn(@TempDir Path directory) throws IOException {
        PromptRenderer narrow = new PromptRenderer(mistral(directory), 60, 10);

        assertThatThrownBy(() -> narrow.render(List.of(Turn.system("be kind"), Turn.user("hi"))))
                .isInstanceOf(PoisonRecordException.class)
                .hasMessageContaining("turn 0 of the conversation is of system");
    }

    /** The format of Mistral with tokens of the byte vocabulary. */
    private static ChatFormat mistral(Path directory) throws IOException {
        Files.writeString(
                directory.resolve("tokenizer_config.json"),
                "{\"bos_token\":\"<|user|>\",\"eos_token\":\"<|end|>\",\"thumbstream_chat\":\"mistral\"}");
        return ChatFormat.of(directory, new ByteTokenizer());
    }
}
