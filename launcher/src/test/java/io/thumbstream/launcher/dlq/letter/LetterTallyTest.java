package io.thumbstream.launcher.dlq.letter;

import static io.thumbstream.launcher.dlq.letter.Letters.SOURCE;
import static io.thumbstream.launcher.dlq.letter.Letters.TOPIC;
import static io.thumbstream.launcher.dlq.letter.Letters.letter;
import static io.thumbstream.launcher.dlq.letter.Letters.source;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class LetterTallyTest {
    @Test
    void shouldCountWhatIsAlikeAndSayWhereItCameFrom() {
        LetterTally tally = new LetterTally();
        tally.add(letter(5, source(1, 40), "a.Poison", "unknown-rollout"));
        tally.add(letter(3, source(1, 12), "a.Poison", "unknown-rollout"));
        tally.add(letter(4, source(0, 7), "a.Poison", "unknown-rollout"));
        tally.add(letter(6, source(0, 8), "a.Poison", "bad-value"));

        assertThat(tally.groups())
                .containsExactly(
                        new LetterTally.LetterGroup(
                                TOPIC,
                                "a.Poison",
                                "bad-value",
                                1,
                                Instant.ofEpochSecond(1_006),
                                Instant.ofEpochSecond(1_006),
                                List.of(new LetterTally.Range(SOURCE, 0, 8, 8))),
                        new LetterTally.LetterGroup(
                                TOPIC,
                                "a.Poison",
                                "unknown-rollout",
                                3,
                                Instant.ofEpochSecond(1_003),
                                Instant.ofEpochSecond(1_005),
                                List.of(
                                        new LetterTally.Range(SOURCE, 0, 7, 7),
                                        new LetterTally.Range(SOURCE, 1, 12, 40))));
    }

    @Test
    void shouldCountALetterThatDoesNotSayWhereItCameFrom() {
        LetterTally tally = new LetterTally();
        tally.add(letter(0, Optional.empty(), "", ""));

        assertThat(tally.groups()).singleElement().satisfies(group -> {
            assertThat(group.count()).isEqualTo(1);
            assertThat(group.sources()).isEmpty();
        });
    }

    @Test
    void shouldHaveNoGroupWhenThereIsNoLetter() {
        assertThat(new LetterTally().groups()).isEmpty();
    }
}
