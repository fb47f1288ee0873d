package io.thumbstream.gateway.view;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;

/** Which questions are open. */
class AskBookTest {
    private static final Instant AT = Instant.parse("2026-11-01T12:00:00Z");

    private final AskBook book = new AskBook();

    @Test
    void shouldGiveTheNewestFirstAndNoMoreThanAskedFor() {
        book.ask(ask("a", 0));
        book.ask(ask("b", 1));
        book.ask(ask("c", 2));

        assertThat(book.newest(2, AT)).containsExactly(ask("c", 2), ask("b", 1));
        assertThat(book.newest(10, AT.plusSeconds(1))).containsExactly(ask("c", 2), ask("b", 1));
    }

    @Test
    void shouldCloseAQuestionWhenSomebodyComparesItsAnswersInAnyOrder() {
        book.ask(ask("a", 0));
        book.ask(ask("b", 1));

        book.hear(vote("pair", "a.1", "a.0"));
        book.hear(vote("thumb", "b.0"));

        assertThat(book.newest(10, AT)).containsExactly(ask("b", 1));
    }

    @Test
    void shouldNotOpenAQuestionWhoseAnswerWasSeenFirst() {
        book.hear(vote("pair", "a.0", "a.1"));
        book.ask(ask("a", 0));

        assertThat(book.newest(10, AT)).isEmpty();
    }

    @Test
    void shouldCountAQuestionOnceThatIsReadAgain() {
        book.ask(ask("a", 0));
        book.ask(ask("a", 0));

        assertThat(book.newest(10, AT)).containsExactly(ask("a", 0));
    }

    @Test
    void shouldForgetTheOldestBeyondItsRoom() {
        for (int i = 0; i <= 2_000; i++) {
            book.ask(ask("g" + i, i));
        }

        assertThat(book.newest(Integer.MAX_VALUE, AT)).hasSize(2_000).doesNotContain(ask("g0", 0));
    }

    private static Seen.Ask ask(String group, int second) {
        return new Seen.Ask(group, List.of(group + ".0", group + ".1"), "info-asking", 0.5, AT.plusSeconds(second));
    }

    private static Seen.Vote vote(String kind, String... targets) {
        return new Seen.Vote("v", kind, OptionalDouble.of(1), List.of(targets), "page", AT, Optional.empty());
    }
}
