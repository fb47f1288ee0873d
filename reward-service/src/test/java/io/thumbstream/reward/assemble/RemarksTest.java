package io.thumbstream.reward.assemble;

import static io.thumbstream.reward.assemble.Events.feedback;
import static io.thumbstream.reward.assemble.Events.retract;
import static io.thumbstream.reward.assemble.Events.rollout;
import static io.thumbstream.reward.assemble.Events.thumb;
import static org.assertj.core.api.Assertions.assertThat;

import io.thumbstream.reward.event.FeedbackEvent;
import io.thumbstream.reward.event.FeedbackKind;
import io.thumbstream.reward.event.Remark;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Each draft carries what stood of edits and marked parts at its moment; the answer is the text {@code answer 0}. */
class RemarksTest {
    private static final Remark EDIT = new Remark("g.0", FeedbackKind.EDIT, null, "answer zero");
    private static final Remark PART = new Remark("g.0", FeedbackKind.SPAN, -1.0, "0-4");

    @Test
    void shouldTellADraftWhatStoodAtItsMoment() {
        Bench bench = new Bench()
                .take(
                        rollout("g", 0, 1, 1_000),
                        thumb("up", "g.0", 1, 1, 1_400),
                        edit("e", "answer zero", 1_500),
                        part("s", "0-4", -1.0, 1_600),
                        part("words", "2-6", null, 1_700),
                        retract("r", "g", "e", "ann", 1_800))
                .until(4_000);

        assertThat(bench.drafts())
                .extracting(Output.Draft::remarks)
                .containsExactly(
                        List.of(), List.of(), List.of(EDIT), List.of(EDIT, PART), List.of(EDIT, PART), List.of(PART));
    }

    @Test
    void shouldTellTheLastEditOfAPersonAndNothingOfOneThatChangesNothing() {
        Bench bench = new Bench()
                .take(rollout("g", 0, 1, 1_000), edit("a", "first", 1_500), edit("b", "answer zero", 1_600))
                .take(
                        rollout("h", 0, 1, 1_000),
                        feedback("same", FeedbackKind.EDIT, List.of("h.0"), null, " answer 0 ", "ann", 0, 1_700))
                .until(4_000);

        assertThat(bench.drafts()).extracting(Output.Draft::remarks).contains(List.of(EDIT));
        assertThat(last(bench, "g")).containsExactly(EDIT);
        assertThat(last(bench, "h")).isEmpty();
    }

    @Test
    void shouldForgetWhatAnErasedPersonWrote() {
        Bench bench = new Bench()
                .take(rollout("g", 0, 1, 1_000), edit("e", "answer zero", 1_500))
                .until(2_500);
        bench.store.ballots.clear();

        assertThat(Remarks.of(bench.store, "g", bench.store.rollouts("g"))).isEmpty();
    }

    private static List<Remark> last(Bench bench, String groupId) {
        List<Output.Draft> drafts = bench.drafts().stream()
                .filter(draft -> draft.group().groupId().equals(groupId))
                .toList();
        return drafts.get(drafts.size() - 1).remarks();
    }

    private static FeedbackEvent edit(String id, String text, long millis) {
        return feedback(id, FeedbackKind.EDIT, List.of("g.0"), null, text, "ann", 0, millis);
    }

    private static FeedbackEvent part(String id, String range, @Nullable Double verdict, long millis) {
        return feedback(id, FeedbackKind.SPAN, List.of("g.0"), verdict, range, "ann", 0, millis);
    }
}
