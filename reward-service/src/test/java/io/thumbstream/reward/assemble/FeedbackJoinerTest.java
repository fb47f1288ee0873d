package io.thumbstream.reward.assemble;

import static io.thumbstream.reward.assemble.Events.pair;
import static io.thumbstream.reward.assemble.Events.retract;
import static io.thumbstream.reward.assemble.Events.rollout;
import static io.thumbstream.reward.assemble.Events.thumb;
import static org.assertj.core.api.Assertions.assertThat;

import io.thumbstream.reward.event.FeedbackEvent;
import io.thumbstream.reward.event.FeedbackKind;
import io.thumbstream.reward.event.Label;
import io.thumbstream.reward.event.LabelState;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * The joiner by hand. Locked here: silence is never a zero; one id has one effect; the person's own sequence decides; an
 * undo restores; late feedback is a revision; what cannot match is refused with a reason.
 */
class FeedbackJoinerTest {
    @Test
    void shouldLabelAThumbWithDelayPropensityAndProvenance() {
        Bench bench = new Bench()
                .take(rollout("g", 0, 1, 1_000), thumb("f", "g.0", 1, 1, 3_500))
                .until(4_000);

        assertThat(bench.labels()).singleElement().satisfies(label -> {
            assertThat(label.id()).isEqualTo("g/thumb/0/by:ann");
            assertThat(label.revision()).isEqualTo(1);
            assertThat(label.value()).isEqualTo(1);
            assertThat(label.weight()).isEqualTo(1);
            assertThat(label.state()).isEqualTo(LabelState.OBSERVED);
            assertThat(label.delaySeconds()).isEqualTo(2.5);
            assertThat(label.propensity()).isEqualTo(0.5);
            assertThat(label.feedbackIds()).containsExactly("f");
            assertThat(label.sources()).hasSize(1);
            assertThat(label.interpreter()).isEqualTo("thumb");
            assertThat(label.timeMicros()).isEqualTo(3_500_000);
            assertThat(label.items()).singleElement().satisfies(item -> {
                assertThat(item.response()).isEqualTo("answer 0");
                assertThat(item.policyVersion()).isEqualTo(4);
            });
        });
    }

    @Test
    void shouldSendTheGroupOnceWhenAllRolloutsAreThereInIndexOrder() {
        Bench bench = new Bench()
                .take(rollout("g", 2, 3, 1_200), rollout("g", 0, 3, 1_000), rollout("g", 1, 3, 1_100))
                .until(1_199);
        assertThat(bench.outputs).isEmpty();
        bench.until(1_200);

        assertThat(bench.drafts()).singleElement().satisfies(draft -> {
            assertThat(draft.group().revision()).isEqualTo(1);
            assertThat(draft.completeness()).isEqualTo(1);
            assertThat(draft.timeMicros()).isEqualTo(1_200_000);
            assertThat(draft.rollouts())
                    .extracting(state -> state.rollout().index())
                    .containsExactly(0, 1, 2);
            assertThat(draft.rollouts())
                    .extracting(RolloutState::labelState)
                    .containsExactly(LabelState.PENDING, LabelState.CENSORED, LabelState.CENSORED);
        });
    }

    @Test
    void shouldIncludeFeedbackThatCameBeforeTheGroupWasComplete() {
        Bench bench = new Bench()
                .take(rollout("g", 0, 2, 1_000), thumb("f", "g.0", -1, 1, 1_100), rollout("g", 1, 2, 1_200))
                .until(2_000);

        assertThat(bench.drafts()).singleElement().satisfies(draft -> {
            RolloutState shown = draft.rollouts().get(0);
            assertThat(shown.labelState()).isEqualTo(LabelState.OBSERVED);
            assertThat(shown.approval()).isEqualTo(new RolloutState.Approval(0, 1));
            assertThat(shown.feedbackIds()).containsExactly("f");
        });
    }

    @Test
    void shouldHaveOneEffectWhenTheSameIdComesAgain() {
        FeedbackEvent vote = thumb("f", "g.0", 1, 1, 2_000);
        Bench bench = new Bench()
                .take(rollout("g", 0, 1, 1_000), vote, thumb("f", "g.0", 1, 1, 2_001), thumb("f", "g.0", -1, 2, 9_000))
                .until(10_000);

        assertThat(bench.labels()).hasSize(1);
        assertThat(bench.counts).containsExactly("THUMB labelled", "THUMB duplicate", "THUMB duplicate");
    }

    @Test
    void shouldReplaceAnEarlierVoteOfTheSamePersonAsARevision() {
        Bench bench = new Bench()
                .take(rollout("g", 0, 1, 1_000), thumb("a", "g.0", 1, 1, 2_000), thumb("b", "g.0", -1, 2, 3_000))
                .until(4_000);

        assertThat(bench.labels()).extracting(Label::id).containsOnly("g/thumb/0/by:ann");
        assertThat(bench.labels()).extracting(Label::revision).containsExactly(1, 2);
        assertThat(bench.labels()).extracting(Label::value).containsExactly(1.0, 0.0);
        assertThat(bench.labels().get(1).feedbackIds()).containsExactly("a", "b");
        assertThat(bench.drafts()).extracting(draft -> draft.group().revision()).containsExactly(1, 2, 3);
    }

    @Test
    void shouldLetThePersonsOwnSequenceDecideWhenItDisagreesWithTime() {
        Bench bench = new Bench()
                .take(
                        rollout("g", 0, 1, 1_000),
                        thumb("later", "g.0", -1, 9, 2_000),
                        thumb("stale", "g.0", 1, 3, 3_000))
                .until(4_000);

        assertThat(bench.labels()).extracting(Label::value).containsExactly(0.0, 0.0);
    }

    @Test
    void shouldRestoreThePreviousVoteWhenTheLastIsWithdrawnAndWithdrawTheLabelWhenNoneRemains() {
        Bench bench = new Bench()
                .take(
                        rollout("g", 0, 1, 1_000),
                        thumb("a", "g.0", 1, 1, 2_000),
                        thumb("b", "g.0", -1, 2, 3_000),
                        retract("r1", "g", "b", "ann", 4_000),
                        retract("r2", "g", "a", "ann", 5_000))
                .until(6_000);

        assertThat(bench.labels()).extracting(Label::value).containsExactly(1.0, 0.0, 1.0, 0.0);
        assertThat(bench.labels()).extracting(Label::weight).containsExactly(1.0, 1.0, 1.0, 0.0);
        assertThat(bench.labels().get(3).revision()).isEqualTo(4);
        assertThat(bench.drafts().get(4).rollouts().get(0).labelState()).isEqualTo(LabelState.PENDING);
    }

    @Test
    void shouldParkAPairUntilBothAnswersAreThere() {
        Bench bench = new Bench()
                .take(rollout("g", 0, 0, 1_000), pair("f", "g.1", "g.0", 1, 1_100))
                .until(1_500);
        assertThat(bench.labels()).isEmpty();
        bench.take(rollout("g", 1, 0, 1_600)).until(2_000);

        assertThat(bench.labels()).singleElement().satisfies(label -> {
            assertThat(label.value()).isEqualTo(1);
            assertThat(label.items()).extracting(item -> item.rolloutId()).containsExactly("g.1", "g.0");
            assertThat(label.delaySeconds()).isZero();
        });
        assertThat(bench.drafts()).as("external exchanges make no experience").isEmpty();
    }

    @Test
    void shouldTreatTheSamePairInOtherOrderAsTheSameQuestion() {
        Bench bench = new Bench()
                .take(
                        rollout("g", 0, 0, 1_000),
                        rollout("g", 1, 0, 1_000),
                        pair("a", "g.0", "g.1", 1, 2_000),
                        pair("b", "g.1", "g.0", 1, 3_000))
                .until(4_000);

        assertThat(bench.labels()).extracting(Label::id).containsOnly("g/pair/0-1/by:ann");
        assertThat(bench.labels().get(1).items())
                .extracting(item -> item.rolloutId())
                .containsExactly("g.1", "g.0");
    }

    @Test
    void shouldRefuseFeedbackWhoseRolloutNeverComes() {
        Bench bench = new Bench().take(thumb("f", "g.0", 1, 1, 1_000)).until(120_999);
        assertThat(bench.refused()).isEmpty();
        bench.until(121_000);

        assertThat(bench.refused()).singleElement().satisfies(refused -> {
            assertThat(refused.reason()).isEqualTo("unknown-rollout");
            assertThat(refused.detail()).contains("g.0").contains("PT2M");
        });
        assertThat(bench.unmatched).isEqualTo(1);
    }

    @Test
    void shouldRefuseAStrangersVoteAndAStrangersUndo() {
        FeedbackEvent stranger = Events.feedback("s", FeedbackKind.THUMB, List.of("g.0"), -1.0, null, "bob", 1, 2_500);
        Bench bench = new Bench()
                .take(
                        rollout("g", 0, 1, 1_000),
                        thumb("a", "g.0", 1, 1, 2_000),
                        stranger,
                        retract("r", "g", "a", "bob", 3_000))
                .until(4_000);

        assertThat(bench.labels()).hasSize(1);
        assertThat(bench.refused()).extracting(Output.Refused::reason).containsExactly("stranger", "stranger");
    }

    @Test
    void shouldRefuseTheUndoOfANamedVoteByNobodyAndTakeThatOfANamelessOne() {
        FeedbackEvent nameless = Events.feedback("n", FeedbackKind.THUMB, List.of("g.0"), -1.0, null, null, 1, 2_500);
        Bench bench = new Bench()
                .take(
                        rollout("g", 0, 1, 1_000),
                        thumb("a", "g.0", 1, 1, 2_000),
                        nameless,
                        retract("r", "g", "a", null, 3_000),
                        retract("s", "g", "n", null, 3_100))
                .until(4_000);

        assertThat(bench.refused())
                .extracting(refused -> refused.feedback().id() + " " + refused.reason())
                .containsExactly("r stranger");
        assertThat(bench.labels())
                .extracting(label -> label.id() + " " + label.weight())
                .containsExactly("g/thumb/0/by:ann 1.0", "g/thumb/0/id:n 1.0", "g/thumb/0/id:n 0.0");
    }

    @Test
    void shouldRefuseNonsenseWithAReason() {
        Bench bench = new Bench()
                .take(
                        rollout("g", 0, 0, 1_000),
                        thumb("half", "g.0", 0.5, 1, 2_000),
                        thumb("nan", "g.0", Double.NaN, 1, 2_001),
                        pair("same", "g.0", "g.0", 1, 2_002))
                .until(4_000);

        assertThat(bench.labels()).isEmpty();
        assertThat(bench.refused())
                .extracting(Output.Refused::reason)
                .containsExactly("bad-value", "bad-value", "bad-targets");
    }

    @Test
    void shouldKeepACommentWithoutALabel() {
        FeedbackEvent comment =
                Events.feedback("c", FeedbackKind.COMMENT, List.of("g.0"), null, "too long", "ann", 1, 2_000);
        Bench bench = new Bench().take(rollout("g", 0, 1, 1_000), comment).until(3_000);

        assertThat(bench.labels()).isEmpty();
        assertThat(bench.counts).containsExactly("COMMENT kept");
    }

    @Test
    void shouldKeepAWithdrawalThatOvertookItsComment() {
        Bench bench = new Bench()
                .take(
                        rollout("g", 0, 1, 1_000),
                        retract("r", "g", "c", "ann", 1_500),
                        Events.feedback("c", FeedbackKind.COMMENT, List.of("g.0"), null, "so so", "ann", 1, 2_000))
                .until(400_000);

        assertThat(bench.refused()).isEmpty();
        assertThat(bench.counts).containsExactly("RETRACT parked", "COMMENT kept", "RETRACT kept");
    }

    @Test
    void shouldDropTheOldestGroupWhenThereAreTooMany() {
        JoinerSettings base = JoinerSettings.defaults();
        Bench bench = new Bench(new JoinerSettings(
                base.lateness(),
                base.windows(),
                base.groupTimeout(),
                base.parking(),
                base.retention(),
                base.externalRetention(),
                base.stallRecheck(),
                2,
                base.maxVotes(),
                true,
                false,
                true,
                base.stall(),
                base.silence()));
        bench.take(rollout("a", 0, 2, 1_000), rollout("b", 0, 2, 2_000), rollout("c", 0, 2, 3_000))
                .until(4_000);

        assertThat(bench.store.groups).containsOnlyKeys("b", "c");
        assertThat(bench.dropped).containsExactly("evicted");
    }
}
