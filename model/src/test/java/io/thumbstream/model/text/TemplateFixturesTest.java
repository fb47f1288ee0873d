package io.thumbstream.model.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URL;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What published chat templates wrote when they were run with Jinja2; {@code make_fixtures.py} did that and wrote it down. */
class TemplateFixturesTest {
    private static final Map<String, List<Turn>> CONVERSATIONS = Map.of(
            "one", List.of(Turn.user("Hello")),
            "system", List.of(Turn.system("Be kind."), Turn.user("  Hello\n")),
            "long", List.of(Turn.user("Hello"), Turn.assistant(" Hi there "), Turn.user("Who are you?")),
            "all",
                    List.of(
                            Turn.system(" Be brief.\n"),
                            Turn.user("A"),
                            Turn.assistant("<think>\nhm\n</think>\n\nB"),
                            Turn.user("C")));

    static List<JsonNode> editions() throws IOException {
        URL file = Objects.requireNonNull(TemplateFixturesTest.class.getResource("templates.json"));
        return StreamSupport.stream(new ObjectMapper().readTree(file).spliterator(), false)
                .toList();
    }

    @Test
    void shouldKnowEveryFormatThatWasPublished() throws IOException {
        assertThat(editions()).hasSize(16);
        assertThat(editions().stream()
                        .map(edition -> edition.path("name").asText())
                        .distinct())
                .containsExactlyInAnyOrder(
                        "chatml",
                        "qwen2",
                        "qwen2.5",
                        "qwen3",
                        "qwen3-thinking",
                        "llama3",
                        "llama3.1",
                        "llama2",
                        "mistral",
                        "mistral-v1",
                        "mistral-v3",
                        "mistral-v3-tekken",
                        "smollm2");
    }

    @ParameterizedTest
    @MethodSource("editions")
    void shouldWriteWhatThePublishedTemplateWroteWhenItWasRun(JsonNode edition) throws IOException {
        String name = edition.path("name").asText();
        ChatTokens tokens = tokens(name);
        ChatTemplate template = ChatTemplate.of(tokens);
        assertThat(template.digests()).contains(edition.path("digest").asText());
        CONVERSATIONS.forEach((key, turns) -> {
            if (edition.path(key).isNull()) {
                assertThatThrownBy(() -> template.render(turns, tokens))
                        .as("%s of %s", key, name)
                        .isInstanceOf(IllegalArgumentException.class);
            } else {
                assertThat(template.render(turns, tokens).stream()
                                .map(ChatPieces.Piece::text)
                                .collect(Collectors.joining()))
                        .as("%s of %s", key, name)
                        .isEqualTo(edition.path(key).asText());
            }
        });
    }

    private static ChatTokens tokens(String name) {
        boolean llama3 = name.startsWith("llama3");
        return new ChatTokens(
                Path.of("tokenizer_config.json"),
                Optional.of(llama3 ? "<|begin_of_text|>" : "<s>"),
                Optional.of(llama3 ? "<|eot_id|>" : "</s>"),
                false,
                Optional.empty(),
                Optional.of(name),
                false);
    }
}
