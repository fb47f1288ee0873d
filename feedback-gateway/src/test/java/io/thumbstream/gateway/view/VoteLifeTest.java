package io.thumbstream.gateway.view;

import static org.assertj.core.api.Assertions.assertThat;

import io.thumbstream.gateway.view.Seen.ModelRole;
import io.thumbstream.gateway.view.Seen.Place;
import io.thumbstream.gateway.view.VoteLife.Stage;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class VoteLifeTest {
    private static final Instant NOW = Instant.parse("2026-11-01T12:00:00Z");
    private static final List<Seen> STORY = List.of(
            vote("a", "thumb"),
            vote("b", "thumb"),
            new Seen.Answer("g.0"),
            new Seen.Label("l", 1, List.of("a")),
            new Seen.Material(ModelRole.REWARD, new Place(0, 1), List.of("a")),
            new Seen.Material(ModelRole.REWARD, new Place(1, 1), List.of()),
            new Seen.Material(ModelRole.POLICY, new Place(0, 1), List.of("a")),
            new Seen.Step(ModelRole.REWARD, 10, List.of(new Place(0, 1), new Place(1, 1))),
            new Seen.Step(ModelRole.POLICY, 11, List.of(new Place(1, 1))),
            new Seen.Step(ModelRole.POLICY, 13, List.of(new Place(0, 1))),
            new Seen.Published(ModelRole.REWARD, 3, 9),
            new Seen.Published(ModelRole.REWARD, 4, 10),
            new Seen.Published(ModelRole.POLICY, 7, 12),
            new Seen.Published(ModelRole.POLICY, 8, 20));

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void shouldTellTheSameWhateverTopicIsReadFirst(long seed) {
        List<Seen> shuffled = new ArrayList<>(STORY);
        Collections.shuffle(shuffled, new Random(seed));
        RunState state = state(shuffled);
        VoteLife life = state.life("a").orElseThrow();
        assertThat(life.stage()).as("seed %d", seed).isEqualTo(Stage.COUNTED);
        assertThat(life.rewardVersion()).as("seed %d", seed).hasValue(4);
        assertThat(life.policyVersion()).as("seed %d", seed).hasValue(8);
        VoteLife other = state.life("b").orElseThrow();
        assertThat(other.stage()).isEqualTo(Stage.ACCEPTED);
        assertThat(other.rewardVersion()).isEmpty();
    }

    @Test
    void shouldNotKnowAVersionBeforeItIsPublished() {
        RunState state = state(STORY.subList(0, 12));
        assertThat(state.life("a").orElseThrow().policyVersion()).isEmpty();
        assertThat(state.life("nobody")).isEmpty();
    }

    @Test
    void shouldBeWithdrawnOnlyWhenTheRetractionCounted() {
        RunState state = state(STORY);
        state.apply(vote("r", "retract"));
        state.apply(new Seen.Withdrawal("r", "a"));
        assertThat(state.life("a").orElseThrow().stage()).isEqualTo(Stage.COUNTED);
        state.apply(new Seen.Refusal("r", "stranger"));
        VoteLife refused = state.life("a").orElseThrow();
        assertThat(refused.stage()).isEqualTo(Stage.COUNTED);
        assertThat(refused.withdrawal()).contains(new VoteLife.Withdrawal("r", Stage.REFUSED));
        state.apply(new Seen.Label("l", 2, List.of("a", "r")));
        assertThat(state.life("a").orElseThrow().stage()).isEqualTo(Stage.WITHDRAWN);
    }

    @Test
    void shouldStayWithdrawnWhenAStrangerAsksForItInVain() {
        List<Seen> stranger =
                List.of(vote("s", "retract"), new Seen.Withdrawal("s", "a"), new Seen.Refusal("s", "stranger"));
        List<Seen> owner = List.of(vote("r", "retract"), new Seen.Withdrawal("r", "a"));
        Seen label = new Seen.Label("l", 2, List.of("a", "r"));
        RunState after = state(STORY);
        owner.forEach(after::apply);
        after.apply(label);
        stranger.forEach(after::apply);
        RunState between = state(STORY);
        owner.forEach(between::apply);
        stranger.forEach(between::apply);
        between.apply(label);
        for (RunState state : List.of(after, between)) {
            VoteLife life = state.life("a").orElseThrow();
            assertThat(life.stage()).isEqualTo(Stage.WITHDRAWN);
            assertThat(life.withdrawal()).contains(new VoteLife.Withdrawal("r", Stage.COUNTED));
        }
    }

    @Test
    void shouldTellTheSameWhenTheLabelIsReadBeforeTheRetraction() {
        RunState state = state(STORY);
        state.apply(new Seen.Label("l", 2, List.of("a", "r")));
        state.apply(vote("r", "retract"));
        state.apply(new Seen.Withdrawal("r", "a"));
        assertThat(state.life("a").orElseThrow().stage()).isEqualTo(Stage.WITHDRAWN);
    }

    @Test
    void shouldGoOnShowingAVoteThatWasTakenBackInVain() {
        RunState state = state(STORY);
        state.apply(vote("s", "retract"));
        state.apply(new Seen.Withdrawal("s", "a"));
        assertThat(state.newestVotes(9, Set.of("thumb")))
                .as("it may still go")
                .extracting(vote -> vote.vote().id())
                .containsExactly("b");
        state.apply(new Seen.Refusal("s", "stranger"));
        assertThat(state.newestVotes(9, Set.of("thumb")))
                .extracting(vote -> vote.vote().id())
                .containsExactly("b", "a");
    }

    @Test
    void shouldNotShowWhatSaysNothingAboutAnAnswer() {
        RunState state = state(STORY);
        state.apply(vote("nothing", "thumb", new String[0]));
        state.apply(new Seen.Vote(
                "endless",
                "rating",
                OptionalDouble.of(Double.POSITIVE_INFINITY),
                List.of("g.0"),
                "page",
                NOW,
                Optional.empty()));
        assertThat(state.newestVotes(9, Set.of("thumb", "rating")))
                .extracting(vote -> vote.vote().id())
                .containsExactly("b", "a");
    }

    @Test
    void shouldCountAfterADeadLetterWasSentAgain() {
        RunState state = state(List.of(vote("b", "thumb"), new Seen.Refusal("b", "unknown-rollout")));
        assertThat(state.life("b").orElseThrow().stage()).isEqualTo(Stage.REFUSED);
        state.apply(new Seen.Label("l", 1, List.of("b")));
        assertThat(state.life("b").orElseThrow().stage()).isEqualTo(Stage.COUNTED);
    }

    @ParameterizedTest
    @ValueSource(strings = {"thumb", "rating", "pair", "edit", "span"})
    void shouldBeParkedUntilItsAnswerComesAndThenBeJoined(String kind) {
        RunState state = state(List.of(vote("v", kind, "g.0", "g.1"), new Seen.Answer("g.1")));
        assertThat(state.life("v").orElseThrow().stage()).isEqualTo(Stage.PARKED);
        state.apply(new Seen.Answer("g.0"));
        assertThat(state.life("v").orElseThrow().stage()).isEqualTo(Stage.ACCEPTED);
        state.apply(new Seen.Label("l", 1, List.of("v")));
        assertThat(state.life("v").orElseThrow().stage()).isEqualTo(Stage.COUNTED);
    }

    @Test
    void shouldBeADeadLetterWhenTheAnswerNeverComes() {
        RunState state = state(List.of(vote("v", "thumb"), new Seen.Refusal("v", "unknown-rollout")));
        assertThat(state.life("v").orElseThrow().stage()).isEqualTo(Stage.REFUSED);
    }

    @ParameterizedTest
    @ValueSource(strings = {"comment", "implicit", "outcome"})
    void shouldNotCallParkedWhatMakesNoLabel(String kind) {
        assertThat(state(List.of(vote("v", kind))).life("v").orElseThrow().stage())
                .isEqualTo(Stage.ACCEPTED);
    }

    @Test
    void shouldParkARetractionThatOvertakesWhatItTakesBack() {
        RunState state = state(List.of(vote("r", "retract"), new Seen.Withdrawal("r", "v")));
        assertThat(state.life("r").orElseThrow().stage())
                .as("its vote is not here")
                .isEqualTo(Stage.PARKED);
        state.apply(vote("v", "thumb"));
        assertThat(state.life("r").orElseThrow().stage())
                .as("its vote is parked")
                .isEqualTo(Stage.PARKED);
        assertThat(state.life("v").orElseThrow().withdrawal()).contains(new VoteLife.Withdrawal("r", Stage.PARKED));
        state.apply(new Seen.Answer("g.0"));
        assertThat(state.life("r").orElseThrow().stage()).isEqualTo(Stage.ACCEPTED);
        state.apply(new Seen.Label("l", 2, List.of("v", "r")));
        assertThat(state.life("v").orElseThrow().stage()).isEqualTo(Stage.WITHDRAWN);
    }

    @Test
    void shouldEndWhenRetractionsTakeEachOtherBack() {
        RunState state = state(List.of(
                vote("r", "retract"),
                new Seen.Withdrawal("r", "r"),
                vote("a", "retract"),
                new Seen.Withdrawal("a", "b"),
                vote("b", "retract"),
                new Seen.Withdrawal("b", "a")));
        assertThat(List.of("r", "a", "b"))
                .allSatisfy(
                        id -> assertThat(state.life(id).orElseThrow().stage()).isEqualTo(Stage.ACCEPTED));
    }

    @Test
    void shouldForgetTheOldestWhenThereAreTooMany() {
        RunState state = state(List.of());
        for (int i = 0; i < 30_000; i++) {
            state.apply(vote("v" + i, "thumb"));
            state.apply(new Seen.Step(ModelRole.POLICY, i, List.of(new Place(0, i))));
            state.apply(new Seen.Published(ModelRole.POLICY, i, i));
        }
        assertThat(state.life("v9999")).isEmpty();
        assertThat(state.life("v10000")).isPresent();
        assertThat(state.newestVotes(3, Set.of("thumb")))
                .extracting(vote -> vote.vote().id())
                .containsExactly("v29999", "v29998", "v29997");
        assertThat(state.newestVotes(3, Set.of("pair"))).isEmpty();
    }

    private static RunState state(List<Seen> seen) {
        RunState state = new RunState(Clock.fixed(NOW, ZoneOffset.UTC));
        seen.forEach(state::apply);
        return state;
    }

    private static Seen vote(String id, String kind) {
        return vote(id, kind, "g.0");
    }

    private static Seen vote(String id, String kind, String... answers) {
        return new Seen.Vote(id, kind, OptionalDouble.of(1), List.of(answers), "page", NOW, Optional.empty());
    }
}
