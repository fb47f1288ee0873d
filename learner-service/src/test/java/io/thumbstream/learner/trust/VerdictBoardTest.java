package io.thumbstream.learner.trust;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What others are told: every change of standing once, small moves of factors not at all. */
class VerdictBoardTest {
    private static final Set<String> NOBODY = Set.of();

    private final VerdictBoard board = new VerdictBoard(Map.of());

    private static Verdict convicted(String person) {
        return new Verdict(person, 0, true, Map.of(Reason.PROBES_FAILED, 7.0));
    }

    private static Verdict capped(String person, double factor) {
        return new Verdict(person, factor, false, Map.of(Reason.INFLUENCE_CAP, factor));
    }

    private static VerdictBoard.Change now(Verdict verdict, long since) {
        return new VerdictBoard.Change(verdict.person(), Optional.of(new VerdictBoard.Noted(verdict, since)));
    }

    private static VerdictBoard.Change gone(String person) {
        return new VerdictBoard.Change(person, Optional.empty());
    }

    @Test
    void shouldTellOnceOfEachStanding() {
        assertThat(board.changes(3, List.of(capped("ann", 0.5)), NOBODY)).containsExactly(now(capped("ann", 0.5), 3));
        assertThat(board.changes(4, List.of(capped("ann", 0.5)), NOBODY)).isEmpty();
        assertThat(board.changes(5, List.of(convicted("ann")), NOBODY)).containsExactly(now(convicted("ann"), 5));
        assertThat(board.changes(6, List.of(), NOBODY)).containsExactly(gone("ann"));
        assertThat(board.changes(7, List.of(), NOBODY)).isEmpty();
    }

    @Test
    void shouldTellOfAFactorWhenItHasMovedByATwentieth() {
        assertThat(board.changes(3, List.of(capped("ann", 0.5)), NOBODY)).hasSize(1);
        assertThat(board.changes(4, List.of(capped("ann", 0.53)), NOBODY)).isEmpty();
        assertThat(board.changes(5, List.of(capped("ann", 0.56)), NOBODY))
                .as("since when it weighs less has not changed")
                .containsExactly(now(capped("ann", 0.56), 3));
    }

    @Test
    void shouldTellOfAnotherReasonForTheSameStanding() {
        Verdict both = new Verdict("ann", 0.5, false, Map.of(Reason.INFLUENCE_CAP, 0.5, Reason.AGREEMENT, 1.0));
        assertThat(board.changes(3, List.of(capped("ann", 0.5)), NOBODY)).hasSize(1);

        assertThat(board.changes(4, List.of(both), NOBODY)).containsExactly(now(both, 3));
    }

    @Test
    void shouldBeginWithWhatIsKnown() {
        VerdictBoard later = new VerdictBoard(Map.of(
                "ann",
                new VerdictBoard.Noted(convicted("ann"), 2),
                "bob",
                new VerdictBoard.Noted(convicted("bob"), 2)));

        assertThat(later.changes(9, List.of(convicted("ann")), NOBODY))
                .as("bob was forgotten meanwhile")
                .containsExactly(gone("bob"));
    }

    @Test
    void shouldTellAgainOfWhomItIsAskedTo() {
        assertThat(board.changes(3, List.of(convicted("ann")), NOBODY)).hasSize(1);

        assertThat(board.changes(4, List.of(convicted("ann")), Set.of("ann", "bob")))
                .containsExactly(now(convicted("ann"), 3), gone("bob"));
    }
}
