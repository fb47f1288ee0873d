package io.thumbstream.reward.assemble;

import static io.thumbstream.reward.assemble.Events.rollout;
import static io.thumbstream.reward.assemble.Events.thumb;
import static org.assertj.core.api.Assertions.assertThat;

import io.thumbstream.reward.event.LabelState;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** What time does to the joiner: windows close to censored, late feedback revises, groups time out and are forgotten. */
class FeedbackJoinerTimeTest {
    private static final long WINDOW = Duration.ofHours(1).toMillis();

    @Test
    void shouldCloseTheWindowToCensoredAndRevise() {
        Bench bench = new Bench().take(rollout("g", 0, 1, 1_000)).until(1_000 + WINDOW - 1);
        assertThat(bench.drafts()).hasSize(1);
        bench.until(1_000 + WINDOW);

        assertThat(bench.drafts()).hasSize(2);
        assertThat(bench.drafts().get(1).rollouts().get(0).labelState()).isEqualTo(LabelState.CENSORED);
        assertThat(bench.drafts().get(1).rollouts().get(0).approval()).isNull();
        assertThat(bench.labels()).isEmpty();
    }

    @Test
    void shouldReviseWhenFeedbackComesAfterTheWindow() {
        Bench bench = new Bench()
                .take(rollout("g", 0, 1, 1_000), thumb("f", "g.0", 1, 1, WINDOW + 2_000))
                .until(WINDOW + 3_000);

        assertThat(bench.counts).containsExactly("THUMB late");
        assertThat(bench.drafts())
                .extracting(draft -> draft.rollouts().get(0).labelState())
                .containsExactly(LabelState.PENDING, LabelState.CENSORED, LabelState.OBSERVED);
    }

    @Test
    void shouldSendAnIncompleteGroupAtItsTimeoutAndSaySo() {
        Bench bench = new Bench()
                .take(rollout("g", 0, 4, 1_000), rollout("g", 2, 4, 1_500))
                .until(61_000);

        assertThat(bench.drafts()).singleElement().satisfies(draft -> {
            assertThat(draft.completeness()).isEqualTo(0.5);
            assertThat(draft.timeMicros()).isEqualTo(61_000_000);
        });
        assertThat(bench.dropped).containsExactly("timeout");
        bench.take(rollout("g", 1, 4, 62_000)).until(63_000);
        assertThat(bench.drafts()).hasSize(2);
        assertThat(bench.drafts().get(1).completeness()).isEqualTo(0.75);
    }

    @Test
    void shouldForgetAGroupAfterItsRetention() {
        Bench bench = new Bench()
                .take(rollout("g", 0, 1, 1_000), thumb("f", "g.0", 1, 1, 2_000))
                .until(Duration.ofHours(3).toMillis());

        assertThat(bench.store.groups).isEmpty();
        assertThat(bench.store.rollouts).isEmpty();
        assertThat(bench.store.ballots).isEmpty();
        assertThat(bench.store.seen).isEmpty();
        assertThat(bench.store.timers).isEmpty();
    }

    @Test
    void shouldNotCloseWindowsWhileTheFeedbackStreamIsSilent() {
        Bench bench = new Bench();
        long millis = 0;
        for (int i = 0; i < 40; i++) {
            millis += 1_000;
            bench.take(rollout("g" + i, 0, 1, millis), thumb("f" + i, "g" + i + ".0", 1, 1, millis + 10));
        }
        for (int i = 40; i < 80; i++) {
            millis += 1_000;
            bench.take(rollout("g" + i, 0, 1, millis));
        }
        bench.until(millis + WINDOW + 60_000);

        assertThat(bench.of(Output.StallChanged.class)).singleElement().satisfies(change -> assertThat(change.stalled())
                .isTrue());
        assertThat(bench.store.rollout("g70", "g70.0")).isNotNull().satisfies(state -> assertThat(state.labelState())
                .isEqualTo(LabelState.PENDING));

        long resumed = millis + WINDOW + 61_000;
        bench.take(thumb("again", "g79.0", 1, 1, resumed)).until(resumed + 10_000);
        assertThat(bench.of(Output.StallChanged.class))
                .extracting(Output.StallChanged::stalled)
                .containsExactly(true, false);
        assertThat(bench.store.rollout("g70", "g70.0")).isNotNull().satisfies(state -> assertThat(state.labelState())
                .isEqualTo(LabelState.CENSORED));
    }

    @Test
    void shouldWaitForTheAnswerOfAVoteThatComesLongAfterItWasGiven() {
        Bench bench = new Bench().take(rollout("x", 0, 1, 600_000)).until(600_000);
        bench.take(thumb("f", "g.0", 1, 1, 300_000)).until(600_100);
        assertThat(bench.refused()).isEmpty();

        bench.take(rollout("g", 0, 1, 299_000)).until(600_200);

        assertThat(bench.labels()).singleElement().satisfies(label -> assertThat(label.feedbackIds())
                .containsExactly("f"));
        bench.until(720_000);
        assertThat(bench.refused()).isEmpty();
    }

    @Test
    void shouldGiveUpAVoteThatComesLateWhenItsAnswerDoesNotComeOrWasGivenTooLate() {
        Bench bench = new Bench().take(rollout("x", 0, 1, 600_000)).until(600_000);
        bench.take(
                        thumb("late", "g.0", 1, 1, 300_000),
                        thumb("alone", "h.0", 1, 1, 300_000),
                        rollout("g", 0, 1, 420_001))
                .until(719_999);
        assertThat(bench.refused()).isEmpty();

        bench.until(720_000);

        assertThat(bench.labels()).as("as when all is joined in order").isEmpty();
        assertThat(bench.refused())
                .extracting(refused -> refused.feedback().id() + " " + refused.reason())
                .containsExactlyInAnyOrder("late unknown-rollout", "alone unknown-rollout");
    }

    @Test
    void shouldNotCallTheFeedbackStreamSlowWhenAnswersAreSlow() {
        Bench bench = new Bench();
        for (int i = 0; i < 40; i++) {
            long millis = 10_000 * (i + 1);
            bench.take(thumb("f" + i, "g" + i + ".0", 1, 1, millis)).until(millis + 1_000);
            bench.take(rollout("g" + i, 0, 1, millis + 2_000)).until(millis + 3_000);
        }

        assertThat(bench.labels()).hasSize(40);
        assertThat(bench.of(Output.StallChanged.class)).isEmpty();
    }
}
