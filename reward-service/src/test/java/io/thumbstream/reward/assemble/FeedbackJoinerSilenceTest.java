package io.thumbstream.reward.assemble;

import static io.thumbstream.reward.assemble.Events.retract;
import static io.thumbstream.reward.assemble.Events.rollout;
import static io.thumbstream.reward.assemble.Events.thumb;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.thumbstream.reward.event.Event;
import io.thumbstream.reward.event.FeedbackKind;
import io.thumbstream.reward.event.Label;
import io.thumbstream.reward.event.LabelState;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Silence about one kind of feedback as a record of its own, where that kind is named. */
class FeedbackJoinerSilenceTest {
    private static final long WINDOW = Duration.ofMinutes(20).toMillis();
    private static final JoinerSettings THUMBS = JoinerSettings.defaults().withSilence(List.of(FeedbackKind.THUMB));

    private final Bench bench = new Bench(THUMBS);

    @Test
    void shouldSayThatNobodySpokeWhenTheWindowOfTheKindCloses() {
        bench.take(rollout("g", 0, 1, 1_000)).until(1_000 + WINDOW - 1);
        assertThat(bench.labels()).isEmpty();
        bench.until(1_000 + WINDOW);

        assertThat(bench.labels()).singleElement().satisfies(label -> {
            assertThat(label.id()).isEqualTo("g/thumb/0/silence");
            assertThat(label.kind()).isEqualTo(FeedbackKind.THUMB);
            assertThat(label.state()).isEqualTo(LabelState.CENSORED);
            assertThat(label.value()).as("neither yes nor no").isEqualTo(0.5);
            assertThat(label.weight()).isEqualTo(1);
            assertThat(label.delaySeconds()).isEqualTo(WINDOW / 1000.0);
            assertThat(label.feedbackIds()).isEmpty();
        });
    }

    @Test
    void shouldSayNothingOfSilenceWhenAVoteCameInTime() {
        bench.take(rollout("g", 0, 1, 1_000), thumb("f", "g.0", 1, 1, 1_000 + WINDOW))
                .until(2 * WINDOW);

        assertThat(bench.labels()).extracting(Label::state).containsExactly(LabelState.OBSERVED);
    }

    @Test
    void shouldKeepALateVoteBesideTheSilenceBeforeIt() {
        bench.take(rollout("g", 0, 1, 1_000), thumb("f", "g.0", 1, 1, 1_001 + WINDOW))
                .until(2 * WINDOW);

        assertThat(bench.labels()).extracting(Label::state).containsExactly(LabelState.CENSORED, LabelState.OBSERVED);
        assertThat(bench.labels()).extracting(Label::id).doesNotHaveDuplicates();
        assertThat(bench.labels()).extracting(Label::revision).containsOnly(1);
    }

    @Test
    void shouldCountAWithdrawnVoteAsSilence() {
        bench.take(rollout("g", 0, 1, 1_000), thumb("f", "g.0", 1, 1, 2_000), retract("r", "g", "f", "ann", 3_000))
                .until(2 * WINDOW);

        assertThat(bench.labels())
                .extracting(Label::state)
                .containsExactly(LabelState.OBSERVED, LabelState.OBSERVED, LabelState.CENSORED);
    }

    @Test
    void shouldWaitWhileTheFeedbackStreamIsSilent() {
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
        assertThat(bench.labels()).extracting(Label::state).containsOnly(LabelState.OBSERVED);

        long resumed = millis + WINDOW + 61_000;
        bench.take(thumb("again", "g79.0", 1, 1, resumed)).until(resumed + 10_000);

        assertThat(bench.labels())
                .filteredOn(label -> label.state() == LabelState.CENSORED)
                .hasSize(39)
                .allSatisfy(label -> assertThat(label.delaySeconds()).isGreaterThan(WINDOW / 1000.0));
    }

    @Test
    void shouldSayTheSameWhateverTheOrderOfArrival() {
        List<Event> events = List.of(
                rollout("g", 0, 2, 1_000),
                rollout("g", 1, 2, 1_100),
                thumb("f", "g.1", 1, 1, 1_200),
                rollout("h", 0, 1, 1_300));
        bench.take(events.toArray(Event[]::new)).until(2 * WINDOW);
        long seed = 11;
        for (int round = 0; round < 20; round++) {
            List<Event> shuffled = new ArrayList<>(events);
            Collections.shuffle(shuffled, new Random(seed + round));
            Bench other = new Bench(THUMBS);
            shuffled.forEach(event -> other.take(event).until(900));

            assertThat(other.until(2 * WINDOW).labels())
                    .as("seed %d", seed + round)
                    .isEqualTo(bench.labels());
        }
        assertThat(bench.labels())
                .extracting(Label::id)
                .containsExactly("g/thumb/1/by:ann", "g/thumb/0/silence", "h/thumb/0/silence");
    }

    @Test
    void shouldSayNothingOfSilenceUnlessToldTo() {
        Bench usual = new Bench();
        usual.take(rollout("g", 0, 1, 1_000)).until(3 * WINDOW);

        assertThat(usual.labels()).isEmpty();
    }

    @Test
    void shouldRefuseKindsWhoseSilenceMeansNothingOrComesTooLate() {
        JoinerSettings usual = JoinerSettings.defaults();

        assertThatThrownBy(() -> usual.withSilence(List.of(FeedbackKind.PAIR)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("PAIR");
        assertThatThrownBy(() -> usual.withSilence(List.of(FeedbackKind.OUTCOME)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("PT24H")
                .hasMessageContaining("longer retention");
    }
}
