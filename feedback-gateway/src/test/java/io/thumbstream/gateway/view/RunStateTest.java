package io.thumbstream.gateway.view;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

class RunStateTest {
    private final Hand clock = new Hand();
    private final RunState state = new RunState(clock);

    @Test
    void shouldShowNewestVersionWhenOlderComesLater() {
        state.apply(version(Seen.ModelRole.POLICY, 3));
        state.apply(version(Seen.ModelRole.POLICY, 2));
        state.apply(version(Seen.ModelRole.REWARD, 9));
        assertThat(state.now().policyVersion()).isEqualTo(3);
        assertThat(state.now().rewardVersion()).isEqualTo(9);
    }

    @Test
    void shouldCountVoteOnceWhenItComesTwice() {
        state.apply(thumb("a", 1));
        state.apply(thumb("a", 1));
        state.apply(thumb("b", -1));
        assertThat(state.now().votes()).isEqualTo(2);
        assertThat(state.now().thumbsUp()).hasValue(0.5);
    }

    @Test
    void shouldSayCountedWhenLabelCameFromVote() {
        state.apply(thumb("a", 1));
        assertThat(state.vote("a")).get().extracting(VoteState::counted).isEqualTo(false);
        clock.forward(Duration.ofMillis(1500));
        state.apply(new Seen.Label("l", 1, List.of("a")));
        assertThat(state.vote("a")).get().extracting(VoteState::counted).isEqualTo(true);
        assertThat(state.now().labelSeconds()).hasValue(1.5);
        assertThat(state.now().labels()).isEqualTo(1);
    }

    @Test
    void shouldSayCountedWhenLabelIsSeenBeforeVote() {
        state.apply(new Seen.Label("l", 1, List.of("a")));
        state.apply(thumb("a", 1));
        assertThat(state.vote("a")).get().extracting(VoteState::counted).isEqualTo(true);
    }

    @Test
    void shouldNotCountLabelAgainWhenItIsRevised() {
        state.apply(new Seen.Label("l", 1, List.of("a")));
        state.apply(new Seen.Label("l", 2, List.of("a", "b")));
        assertThat(state.now().labels()).isEqualTo(1);
    }

    @Test
    void shouldMeasureLagInVersionsWhenGroupIsScored() {
        state.apply(version(Seen.ModelRole.POLICY, 10));
        state.apply(new Seen.Experience(1, OptionalDouble.of(2), 0.5, OptionalLong.of(7)));
        state.apply(new Seen.Experience(1, OptionalDouble.of(4), 1.5, OptionalLong.of(10)));
        state.apply(new Seen.Experience(2, OptionalDouble.of(99), 99, OptionalLong.of(0)));
        assertThat(state.now().lagVersions()).hasValue(1.5);
        assertThat(state.now().score()).hasValue(3);
        assertThat(state.now().reward()).hasValue(1);
        assertThat(state.groups()).isEqualTo(2);
    }

    @Test
    void shouldShowWorstMonitorWhenSeveralReport() {
        state.apply(new Seen.Drift("a", 1, 4, false, clock.instant()));
        state.apply(new Seen.Drift("b", 3, 2, true, clock.instant()));
        assertThat(state.now().drift()).hasValue(1.5);
        state.apply(new Seen.Drift("c", 99, 0, false, clock.instant()));
        assertThat(state.now().drift()).as("c is only measured").hasValue(1.5);
        assertThat(state.drift()).extracting(Seen.Drift::monitor).containsExactly("a", "b", "c");
    }

    @Test
    void shouldKeepNewestVotesAndPointsWhenThereAreMany() {
        for (int i = 0; i < 1_000; i++) {
            state.apply(thumb("v" + i, 1));
            state.sample();
        }
        assertThat(state.lastVotes()).hasSize(20);
        assertThat(state.lastVotes().get(0).vote().id()).isEqualTo("v999");
        assertThat(state.points()).hasSize(900);
        assertThat(state.points().get(899).votes()).isEqualTo(1_000);
    }

    private Seen.Vote thumb(String id, double value) {
        return new Seen.Vote(
                id, "thumb", OptionalDouble.of(value), List.of("g.0"), "page", clock.instant(), Optional.empty());
    }

    private Seen.Version version(Seen.ModelRole role, long version) {
        return new Seen.Version(role, "m", version, "live", version, clock.instant());
    }

    /** A clock that is moved by hand. */
    private static final class Hand extends Clock {
        private Instant now = Instant.parse("2026-11-01T12:00:00Z");

        void forward(Duration time) {
            now = now.plus(time);
        }

        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return this;
        }

        @Override
        public Instant instant() {
            return now;
        }
    }
}
