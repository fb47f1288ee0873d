package io.thumbstream.launcher.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import io.thumbstream.lab.report.Figure;
import io.thumbstream.lab.report.Figures;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What is made of the answers to votes that are too large, and to votes that come twice. */
class MischiefTest {
    private static final String TOO_LARGE =
            "{\"type\":\"urn:thumbstream:problem:body-too-large\",\"title\":\"The body is too"
                    + " large\",\"status\":413,\"detail\":\"The body is larger than 9 bytes; send shorter texts.\"}";

    @Test
    void shouldFindNothingWhenAllThatIsTooLargeIsRefused() {
        Evidence evidence = OversizeMischief.judge(
                List.of(answer("a", 413, TOO_LARGE), answer("b", 413, TOO_LARGE)), Set.of("another"));

        assertThat(missed(evidence)).isEmpty();
        assertThat(evidence.faults()).isEmpty();
    }

    @Test
    void shouldFindWhatIsTooLargeAndWasTakenOrBrokenOff() {
        List<Observation> sent = List.of(answer("a", 202, "{}"), answer("b", 0, "reset"), answer("c", 413, TOO_LARGE));
        Evidence evidence = OversizeMischief.judge(sent, Set.of("c"));

        assertThat(missed(evidence)).containsExactly("oversize-not-refused", "oversize-stored");
        assertThat(evidence.faults())
                .containsExactly(
                        "a was accepted although it is too large",
                        "b got no answer: reset",
                        "c was stored although it is too large");
    }

    @Test
    void shouldShowNothingWhenNothingTooLargeOrTwiceWasSent() {
        assertThat(missed(OversizeMischief.judge(List.of(), Set.of()))).containsExactly("oversize-sent");
        assertThat(missed(DuplicateMischief.judge(List.of()))).containsExactly("duplicates-sent");
    }

    @Test
    void shouldFindNothingWhenTheSameVoteIsAnsweredAlike() {
        Evidence evidence = DuplicateMischief.judge(
                List.of(answer("a", 202, "A"), answer("b", 202, "B"), answer("b", 202, "B"), answer("a", 202, "A")));

        assertThat(missed(evidence)).isEmpty();
        assertThat(evidence.faults()).isEmpty();
    }

    @Test
    void shouldFindTheSameVoteWhenItIsAnsweredOtherwise() {
        Evidence evidence = DuplicateMischief.judge(List.of(
                answer("a", 202, "A"),
                answer("a", 409, "conflict"),
                answer("b", 202, "B"),
                answer("b", 202, "C"),
                answer("c", 503, "D"),
                answer("c", 503, "D"),
                answer("d", 202, "E"),
                answer("d", 202, "E")));

        assertThat(missed(evidence)).containsExactly("duplicates-answered-otherwise");
        assertThat(evidence.faults()).hasSize(3).allSatisfy(fault -> assertThat(fault)
                .startsWith("the same vote ")
                .doesNotContain("vote d"));
    }

    private static List<String> missed(Evidence evidence) {
        return new Figures(evidence.figures())
                .missed().stream().map(Figure::name).toList();
    }

    private static Observation answer(String id, int status, String body) {
        return new Observation(id, 0, 1, status, body, false);
    }
}
