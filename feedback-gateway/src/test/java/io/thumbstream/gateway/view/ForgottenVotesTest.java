package io.thumbstream.gateway.view;

import static org.assertj.core.api.Assertions.assertThat;

import io.thumbstream.gateway.HandClock;
import io.thumbstream.schemas.seal.FileVault;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Semantics locked here: what a person said is told no more once another process has destroyed the key; that something was said is. */
class ForgottenVotesTest {
    private static final byte[] BYTES = {1};

    private final HandClock clock = new HandClock(Instant.parse("2026-11-01T12:00:00Z"));
    private final FileVault vault;
    private final FileVault elsewhere;
    private final RunState state;

    ForgottenVotesTest(@TempDir Path folder) {
        vault = new FileVault(folder, clock);
        elsewhere = new FileVault(folder, clock);
        state = new RunState(clock, vault::isErasedSince);
    }

    @Test
    void shouldForgetWhatWasSaidAndKeepThatSomethingWas() {
        say("a", "ann");
        say("b", "bob");
        state.apply(new Seen.Label("l", 1, List.of("a")));
        assertThat(told("a").value()).hasValue(1);
        erase("ann");

        assertThat(told("a").value()).isEmpty();
        assertThat(told("a").content()).as("fingerprint of what was said").isEmpty();
        assertThat(told("a").targets()).containsExactly("g.0");
        assertThat(state.life("a")).get().extracting(VoteLife::stage).isEqualTo(VoteLife.Stage.COUNTED);
        assertThat(told("b").value()).hasValue(1);
        assertThat(told("b").content()).contains("fingerprint of b");
        assertThat(state.now().votes()).isEqualTo(2);
    }

    @Test
    void shouldLeaveForgottenVotesOutWhereTheirValuesAreListed() {
        say("a", "ann");
        say("b", "bob");
        assertThat(listed()).containsExactly("b", "a");
        erase("ann");

        assertThat(state.lastVotes())
                .extracting(last -> last.vote().value())
                .containsExactly(OptionalDouble.of(1), OptionalDouble.empty());
        assertThat(listed()).containsExactly("b");
    }

    @Test
    void shouldForgetWhatWasOnItsWayWhenTheKeyWasDestroyed() {
        say("a", "ann");
        erase("ann");
        clock.move(FileVault.FRESH);
        state.apply(vote("late", "ann"));

        assertThat(told("late").value()).isEmpty();
    }

    @Test
    void shouldNotRememberAgainWhenThePersonComesBack() {
        say("a", "ann");
        erase("ann");
        clock.move(FileVault.QUIET);
        say("again", "ann");

        assertThat(told("a").value()).as("nobody asked in between").isEmpty();
        assertThat(told("again").value()).hasValue(1);
        assertThat(listed()).containsExactly("again");
    }

    @Test
    void shouldKeepWhatNobodyInParticularSaid() {
        state.apply(new Seen.Vote(
                "n", "thumb", OptionalDouble.of(1), List.of("g.0"), "page", clock.instant(), Optional.empty()));
        say("a", "ann");
        erase("ann");

        assertThat(told("n").value()).hasValue(1);
    }

    private List<String> listed() {
        return state.newestVotes(10, Set.of("thumb")).stream()
                .map(listed -> listed.vote().id())
                .toList();
    }

    private Seen.Vote told(String id) {
        return state.vote(id).orElseThrow().vote();
    }

    /** Stores a vote, which makes the person's key where there is none, and reads it from the topic. */
    private void say(String id, String person) {
        byte[] unused = vault.seal(person, BYTES, BYTES).orElseThrow();
        state.apply(vote(id, person));
    }

    private Seen.Vote vote(String id, String person) {
        return new Seen.Vote(
                id,
                "thumb",
                OptionalDouble.of(1),
                List.of("g.0"),
                "page",
                clock.instant(),
                Optional.of("fingerprint of " + id),
                Optional.of(person));
    }

    private void erase(String person) {
        assertThat(elsewhere.destroy(person)).isTrue();
    }
}
