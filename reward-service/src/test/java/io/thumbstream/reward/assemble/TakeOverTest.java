package io.thumbstream.reward.assemble;

import static io.thumbstream.reward.assemble.Events.feedback;
import static io.thumbstream.reward.assemble.Events.rollout;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.thumbstream.reward.credit.CreditAssigners;
import io.thumbstream.reward.credit.TokenMark;
import io.thumbstream.reward.credit.TokenMarks;
import io.thumbstream.reward.event.FeedbackEvent;
import io.thumbstream.reward.event.FeedbackKind;
import io.thumbstream.reward.event.Label;
import io.thumbstream.reward.event.Remark;
import io.thumbstream.reward.interpret.Interpreters;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Take-overs through the joiner; the answer is the text {@code answer 0} of two tokens. */
class TakeOverTest {
    private final Bench bench =
            new Bench(JoinerSettings.defaults(), Map.of("takeover", Interpreters.CATALOG.create("takeover")));

    private static FeedbackEvent edit(String text, long millis) {
        return feedback("e", FeedbackKind.EDIT, List.of("g.0"), null, text, "ann", 1, millis);
    }

    private static FeedbackEvent dwell(long sequence, long millis) {
        return feedback("d", FeedbackKind.IMPLICIT, List.of("g.0"), 0.9, "dwell", "ann", sequence, millis);
    }

    @Test
    void shouldLabelTheAnswerAndPointAtWhereThePersonTookOver() {
        bench.take(rollout("g", 0, 1, 1_000), edit("answer one", 2_000)).until(4_000);

        assertThat(bench.labels())
                .extracting(Label::kind, Label::value, Label::weight)
                .containsExactly(tuple(FeedbackKind.EDIT, 0.0, 1.0));
        assertThat(bench.labels().get(0).items()).hasSize(1);
        List<Output.Draft> drafts = bench.drafts();
        List<Remark> remarks = drafts.get(drafts.size() - 1).remarks();
        assertThat(remarks).containsExactly(new Remark("g.0", FeedbackKind.EDIT, null, "answer one"));
        // the eighth of eight code points lies in the second of two tokens
        List<TokenMark> marks = TokenMarks.of(rollout("g", 0, 1, 1_000), remarks);
        assertThat(marks).containsExactly(new TokenMark(1, 1, false));
        assertThat(CreditAssigners.CATALOG.create("at-event").assign(-1, 2, marks))
                .as("a window of eight tokens holds both")
                .containsExactly(-0.5f, -0.5f);
    }

    @Test
    void shouldLetATakeOverOutrankThatThePersonWasThere() {
        bench.take(rollout("g", 0, 1, 1_000), dwell(1, 1_500)).until(1_600);
        assertThat(bench.store.rollouts("g").get(0).approval()).isEqualTo(new RolloutState.Approval(1, 0.5));

        bench.take(edit("answer one", 2_000)).until(2_600);
        assertThat(bench.store.rollouts("g").get(0).approval()).isEqualTo(new RolloutState.Approval(0, 1));
    }

    @Test
    void shouldLetItDoSoWhicheverCameFirst() {
        bench.take(rollout("g", 0, 1, 1_000), edit("answer one", 1_500), dwell(2, 2_000))
                .until(4_000);

        assertThat(bench.store.rollouts("g").get(0).approval()).isEqualTo(new RolloutState.Approval(0, 1));
    }
}
