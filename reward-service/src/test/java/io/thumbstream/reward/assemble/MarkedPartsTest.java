package io.thumbstream.reward.assemble;

import static io.thumbstream.reward.assemble.Events.retract;
import static io.thumbstream.reward.assemble.Events.rollout;
import static io.thumbstream.reward.assemble.Events.thumb;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.thumbstream.reward.event.FeedbackEvent;
import io.thumbstream.reward.event.FeedbackKind;
import io.thumbstream.reward.event.Label;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Marked parts through the joiner; the answer has the eight code points {@code answer 0}. */
class MarkedPartsTest {
    @Test
    void shouldLetPartsOverlapAndReplaceTheSamePartOnly() {
        Bench bench = new Bench()
                .take(
                        rollout("g", 0, 1, 1_000),
                        thumb("up", "g.0", 1, 1, 1_500),
                        mark("a", "0-4", -1, 2_000),
                        mark("b", "2-6", -1, 2_001),
                        mark("c", "0-4", 1, 2_002),
                        retract("r", "g", "b", "ann", 2_003))
                .until(4_000);

        assertThat(bench.labels())
                .extracting(Label::id, Label::revision, Label::value, Label::weight)
                .containsExactly(
                        tuple("g/thumb/0/by:ann", 1, 1.0, 1.0),
                        tuple("g/span/0-4/0/by:ann", 1, 0.0, 0.125),
                        tuple("g/span/2-6/0/by:ann", 1, 0.0, 0.125),
                        tuple("g/span/0-4/0/by:ann", 2, 1.0, 0.125),
                        tuple("g/span/2-6/0/by:ann", 2, 0.0, 0.0));
        RolloutState state = bench.store.rollouts("g").get(0);
        assertThat(state.approval()).as("the thumb alone").isEqualTo(new RolloutState.Approval(1, 1));
        assertThat(state.feedbackIds()).containsExactly("a", "c", "up");
    }

    @Test
    void shouldParkAPartAndRefuseItWhenTheAnswerIsTooShort() {
        Bench bench = new Bench()
                .take(mark("a", "0-9", -1, 2_000), mark("b", "0-8", -1, 2_001), rollout("g", 0, 1, 2_500))
                .until(4_000);

        assertThat(bench.counts).startsWith("SPAN parked", "SPAN parked");
        assertThat(bench.refused()).extracting(Output.Refused::reason).containsExactly("bad-value");
        assertThat(bench.labels()).extracting(Label::feedbackIds).containsExactly(List.of("b"));
    }

    private static FeedbackEvent mark(String id, String part, double verdict, long millis) {
        return Events.feedback(id, FeedbackKind.SPAN, List.of("g.0"), verdict, part, "ann", 0, millis);
    }
}
