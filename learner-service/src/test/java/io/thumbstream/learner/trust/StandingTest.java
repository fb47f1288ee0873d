package io.thumbstream.learner.trust;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** How many votes of a person are counted with one, within 60 s, in whatever order they are learned. */
class StandingTest {
    private static final TrustSettings.Burst BURST = new TrustSettings.Burst(60, 1e-6, 20, 3);
    private static final Instant NOON = Instant.parse("2026-01-02T12:00:00Z");

    private static Instant at(double seconds) {
        return NOON.plusMillis(Math.round(1000 * seconds));
    }

    private static Standing after(double... seconds) {
        Standing standing = Standing.NEW;
        for (double second : seconds) {
            standing = standing.voted(Optional.of(at(second)), BURST, 1);
        }
        return standing;
    }

    @Test
    void shouldRememberEarlierVotesWhenALaterOneWasLearnedBetweenThem() {
        assertThat(after(0, 100, 0.5).votes(at(0.5), BURST)).isEqualTo(2);
        assertThat(after(0, 100, 0.5).pace()).as("1, 1 and 2").isCloseTo(4.0 / 3, within(1e-12));
    }

    @Test
    void shouldCountTheLargerSideAndNotBoth() {
        assertThat(after(0, 40, 20).votes(at(20), BURST))
                .as("0 and 20, or 20 and 40")
                .isEqualTo(2);
        assertThat(after(0, 40, 50, 20).votes(at(20), BURST))
                .as("20, 40 and 50")
                .isEqualTo(3);
        assertThat(after(0, 0, 20, 20).votes(at(20), BURST))
                .as("all, in their order")
                .isEqualTo(4);
        assertThat(after(0, 60).votes(at(60), BURST)).as("the horizon is past").isEqualTo(1);
    }

    @Test
    void shouldCountAPartOfAVoteWithWholeOnesOnly() {
        Standing standing = after(0, 100).voted(Optional.of(at(0.5)), BURST, 0.5);

        assertThat(standing.votes(at(0.5), BURST)).isEqualTo(1);
        assertThat(standing.times()).isEqualTo(after(0, 100).times());
    }

    @Test
    void shouldRememberTheNewest64VotesOutsideTheHorizonAnd1024Within() {
        Standing slow = Standing.NEW;
        for (int i = 0; i < 400; i++) {
            slow = slow.voted(Optional.of(at(100.0 * i)), BURST, 1);
        }
        assertThat(slow.times()).as("64 and the last").hasSize(65);
        Standing fast = slow;
        for (int i = 0; i < 2000; i++) {
            fast = fast.voted(Optional.of(at(100_000 + 0.01 * i)), BURST, 1);
        }

        assertThat(fast.times()).hasSize(1024 + 64);
        assertThat(fast.votes(at(100_000 + 0.01 * 1999), BURST)).isEqualTo(1024);
    }
}
