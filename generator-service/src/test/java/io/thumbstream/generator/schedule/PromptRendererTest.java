package io.thumbstream.generator.schedule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.thumbstream.generator.ByteTokenizer;
import io.thumbstream.model.text.ChatFormat;
import io.thumbstream.model.text.Turn;
import io.thumbstream.runtime.error.PoisonRecordException;
import java.util.List;
import org.junit.jupiter.api.Test;

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
}
