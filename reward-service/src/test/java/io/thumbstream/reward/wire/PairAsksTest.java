package io.thumbstream.reward.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.thumbstream.reward.ask.ActiveQuerySelector;
import io.thumbstream.reward.ask.AskPolicies;
import io.thumbstream.reward.ask.AskRule;
import io.thumbstream.reward.assemble.AskedPair;
import io.thumbstream.reward.assemble.Events;
import io.thumbstream.reward.assemble.GroupState;
import io.thumbstream.reward.assemble.Output;
import io.thumbstream.reward.assemble.RolloutState;
import io.thumbstream.reward.assemble.ScoreState;
import io.thumbstream.reward.event.FeedbackKind;
import io.thumbstream.reward.event.Label;
import io.thumbstream.reward.event.LabelItem;
import io.thumbstream.reward.event.LabelState;
import io.thumbstream.schemas.avro.LabelRequest;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.apache.kafka.streams.state.Stores;
import org.assertj.core.data.Offset;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** About which two answers people are asked, and what their labels are told of it. */
class PairAsksTest {
    private static final Offset<Double> CLOSE = within(1e-12);

    private final KeyValueJoinerStore store =
            new KeyValueJoinerStore(Stores.inMemoryKeyValueStore("asks").get(), new StateSeal(Optional.empty()));

    private PairAsks asks(String policy, double budget) {
        return new PairAsks(
                store,
                Optional.of(new AskRule(
                        policy,
                        AskPolicies.CATALOG.create(policy),
                        new ActiveQuerySelector.Settings(budget, 0.1, 500))));
    }

    /** A group of as many answers as there are scores, of which the first {@code shown} were shown. */
    private Output.Draft draft(String group, int revision, int shown, @Nullable ScoreState... scores) {
        List<RolloutState> states = new ArrayList<>();
        for (int i = 0; i < scores.length; i++) {
            states.add(new RolloutState(
                    Events.rollout(group, i, scores.length, 1_000 + i, i < shown, "ann"), false, List.of(), scores[i]));
        }
        GroupState head = new GroupState(group, scores.length, scores.length, 2_000_000, revision);
        store.put(head);
        return new Output.Draft(head, states, 1, 2_000_000);
    }

    private static ScoreState score(double mean, double deviation) {
        return new ScoreState(mean, deviation, 7);
    }

    private AskedPair decided(String group) {
        return Objects.requireNonNull(store.group(group)).asked().orElseThrow();
    }

    @Test
    void shouldGiveTheProbabilitiesThatWereComputedByHand() {
        PairAsks asks = asks("margin-asking", 0.5);

        // u = exp(-|m| / 0.5): 1 for a lead of 0, exp(-2) for one of 1
        var unusedFirst = asks.ask(draft("a", 1, 2, score(3, 0), score(3, 0)));
        var unusedSecond = asks.ask(draft("b", 1, 2, score(1, 0), score(2, 0)));

        double far = Math.exp(-2);
        assertThat(decided("a")).isEqualTo(new AskedPair("a.0", "a.1", 0.5));
        assertThat(decided("b").probability()).isEqualTo(0.5 * (0.1 + 0.9 * far / ((1 + far) / 2)), CLOSE);
        assertThat(store.meta().asking().seen()).isEqualTo(2);
    }

    @Test
    void shouldTakeMembersToErrIndependentlyAboutTheTwoAnswers() {
        LabelRequest request = asks("info-asking", 1)
                .ask(draft("g", 1, 2, score(2, 3), score(2, 4)))
                .orElseThrow();

        // sigma(0) sigma(0) (9 + 16)
        assertThat(request.getScore()).isEqualTo(6.25, CLOSE);
        assertThat(request.getReason()).isEqualTo("info-asking");
        assertThat(request.getGroupId()).isEqualTo("g");
        assertThat(request.getRolloutIds()).containsExactly("g.0", "g.1");
        assertThat(request.getAt()).isEqualTo(Instant.EPOCH.plusSeconds(2));
    }

    @Test
    void shouldStandScoresThatHaveRunAway() {
        for (String policy : AskPolicies.CATALOG.names()) {
            PairAsks asks = asks(policy, 1);
            double most = Double.MAX_VALUE;
            var unused = asks.ask(draft("g", 1, 2, score(most, most), score(-most, most)));

            assertThat(decided("g").probability()).as("%s", policy).isBetween(0.1, 1.0);
            assertThat(store.meta().asking().mean()).as("%s", policy).isFinite();
        }
    }

    @Test
    void shouldAskOnceAndOnlyAboutWhatWasShownAndScored() {
        PairAsks asks = asks("random-asking", 1);

        assertThat(asks.ask(draft("later", 2, 2, score(1, 0), score(2, 0)))).isEmpty();
        assertThat(asks.ask(draft("unscored", 1, 2, score(1, 0), null))).isEmpty();
        assertThat(asks.ask(draft("hidden", 1, 1, score(1, 0), score(2, 0)))).isEmpty();
        assertThat(store.meta().asking()).isEqualTo(ActiveQuerySelector.State.NONE);
        assertThat(Objects.requireNonNull(store.group("hidden")).asked()).isEmpty();

        assertThat(new PairAsks(store, Optional.empty()).ask(draft("off", 1, 2, score(1, 0), score(2, 0))))
                .isEmpty();
    }

    @Test
    void shouldDrawTwoOfSeveralWithoutTheirScores() {
        PairAsks asks = asks("random-asking", 1);
        ScoreState[] scores = {score(1, 0), score(9, 0), score(4, 0), score(2, 0)};
        ScoreState[] others = {score(7, 2), score(0, 0), score(4, 1), score(8, 0)};
        Set<List<String>> places = new HashSet<>();
        for (int i = 0; i < 200; i++) {
            List<String> ids =
                    asks.ask(draft("g" + i, 1, 3, scores)).orElseThrow().getRolloutIds();
            assertThat(asks.ask(draft("g" + i, 1, 3, others)).orElseThrow().getRolloutIds())
                    .isEqualTo(ids);
            places.add(ids.stream().map(id -> id.substring(id.indexOf('.'))).toList());
        }

        assertThat(places)
                .as("the fourth was not shown")
                .containsExactlyInAnyOrder(List.of(".0", ".1"), List.of(".0", ".2"), List.of(".1", ".2"));
    }

    @Test
    void shouldTellLabelsOfTheTwoWhetherTheyWereAskedOrNot() {
        PairAsks asks = asks("random-asking", 0.25);
        for (int i = 0; i < 40; i++) {
            var unused = asks.ask(draft("g" + i, 1, 3, score(1, 0), score(2, 0), score(3, 0)));
            AskedPair pair = decided("g" + i);

            assertThat(asks.recorded(label(FeedbackKind.PAIR, pair.second(), pair.first()))
                            .propensity())
                    .isEqualTo(0.5 * 0.25, CLOSE);
        }
    }

    @Test
    void shouldLeaveOtherLabelsAsTheyAre() {
        PairAsks asks = asks("random-asking", 0.25);
        var unused = asks.ask(draft("g", 1, 2, score(1, 0), score(2, 0), score(3, 0)));
        List<Label> others = List.of(
                label(FeedbackKind.PAIR, "g.0", "g.2"),
                label(FeedbackKind.THUMB, "g.0"),
                label(FeedbackKind.RANKING, "g.0", "g.1"),
                label(FeedbackKind.PAIR, "unknown.0", "unknown.1"));

        assertThat(others).allSatisfy(label -> assertThat(asks.recorded(label)).isEqualTo(label));
        Label compared = label(FeedbackKind.PAIR, "g.0", "g.1");
        assertThat(new PairAsks(store, Optional.empty()).recorded(compared)).isEqualTo(compared);
    }

    @Test
    void shouldTellLabelsOfAGroupThatWasForgottenInTheSameTick() {
        PairAsks asks = asks("random-asking", 0.25);
        Label compared = label(FeedbackKind.PAIR, "g.0", "g.1");
        var unusedFirst = asks.ask(draft("g", 1, 2, score(1, 0), score(2, 0)));
        store.drop("g");

        assertThat(asks.recorded(compared).propensity())
                .as("decided in an earlier tick")
                .isEqualTo(0.5 * 0.25, CLOSE);
        store.flush();
        assertThat(asks.recorded(compared)).as("the next tick").isEqualTo(compared);

        Output.Draft draft = draft("g", 1, 2, score(1, 0), score(2, 0));
        store.drop("g");
        assertThat(asks.recorded(compared)).as("before the decision").isEqualTo(compared);
        var unusedSecond = asks.ask(draft);
        assertThat(asks.recorded(compared).propensity()).as("after it").isEqualTo(0.5 * 0.25, CLOSE);
    }

    private static Label label(FeedbackKind kind, String... ids) {
        String group = ids[0].substring(0, ids[0].indexOf('.'));
        return new Label(
                group + "/label",
                group,
                1,
                kind,
                Arrays.stream(ids)
                        .map(id -> new LabelItem(id, "prompt", "answer", 4))
                        .toList(),
                1,
                1,
                LabelState.OBSERVED,
                3,
                0.5,
                "ann",
                "ann",
                List.of("f"),
                List.of(),
                "reader",
                3_000_000);
    }
}
