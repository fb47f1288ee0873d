package io.thumbstream.reward.assemble;

import static org.assertj.core.api.Assertions.assertThat;

import io.thumbstream.reward.event.FeedbackEvent;
import io.thumbstream.reward.event.FeedbackKind;
import java.util.List;
import org.junit.jupiter.api.Test;

class BallotTest {
    @Test
    void shouldHoldEachSignalOnItsOwnWhenFeedbackIsImplicit() {
        String copied = Ballot.labelIdOf(sign("a", "copied"));
        assertThat(copied).isEqualTo("g/implicit/copied/0/by:ann");
        assertThat(Ballot.labelIdOf(sign("b", "copied"))).isEqualTo(copied);
        assertThat(Ballot.labelIdOf(sign("c", "abandoned"))).isNotEqualTo(copied);
    }

    @Test
    void shouldHoldEachMarkedPartOnItsOwn() {
        FeedbackEvent mark = Events.feedback("a", FeedbackKind.SPAN, List.of("g.0"), 1.0, "3-9", "ann", 0, 1_000);
        assertThat(Ballot.labelIdOf(mark)).isEqualTo("g/span/3-9/0/by:ann");
    }

    @Test
    void shouldHoldAllOutcomesOfAPersonTogether() {
        FeedbackEvent outcome = Events.feedback("a", FeedbackKind.OUTCOME, List.of("g.0"), 1.0, null, "ann", 0, 1_000);
        assertThat(Ballot.labelIdOf(outcome)).isEqualTo("g/outcome/0/by:ann");
    }

    private static FeedbackEvent sign(String id, String signal) {
        return Events.feedback(id, FeedbackKind.IMPLICIT, List.of("g.0"), 1.0, signal, "ann", 0, 1_000);
    }
}
