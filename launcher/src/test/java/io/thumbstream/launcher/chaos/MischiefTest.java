package io.thumbstream.launcher.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import io.thumbstream.lab.report.Figure;
import io.thumbstream.lab.report.Figures;
import io.thumbstream.lab.trace.Position;
import io.thumbstream.launcher.chaos.SchemaMischief.Written;
import io.thumbstream.launcher.chaos.wire.OtherFeedback.Version;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What is made of votes that are too large, that come twice, and that other builds wrote. */
class MischiefTest {
    private static final Written EARLIER = new Written("e", Version.EARLIER, position(1));
    private static final Written LATER = new Written("l", Version.LATER, position(2));
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

    @Test
    void shouldFindNothingWhenVotesOfOtherBuildsHaveLabels() {
        Evidence evidence = SchemaMischief.judge(
                List.of(EARLIER, LATER), Set.of("e", "l", "another"), Set.of(position(9)), List.of());

        assertThat(missed(evidence)).isEmpty();
        assertThat(evidence.faults()).isEmpty();
    }

    @Test
    void shouldFindAVoteOfAnotherBuildThatHasNoLabel() {
        Evidence evidence = SchemaMischief.judge(List.of(EARLIER, LATER), Set.of("e"), Set.of(), List.of());

        assertThat(missed(evidence)).containsExactly("schema-evolution-unlabelled");
        assertThat(evidence.faults()).containsExactly("the vote l of the later version has no label");
    }

    @Test
    void shouldFindAVoteOfAnotherBuildThatIsADeadLetter() {
        Evidence evidence =
                SchemaMischief.judge(List.of(EARLIER, LATER), Set.of("e", "l"), Set.of(position(1)), List.of());

        assertThat(missed(evidence)).containsExactly("schema-evolution-dead-letters");
        assertThat(evidence.faults()).containsExactly("the vote e of the earlier version is a dead letter");
    }

    @Test
    void shouldFindAVersionThatTheRegistryRefusedSoThatNothingWasWrittenInIt() {
        Evidence evidence = SchemaMischief.judge(List.of(EARLIER), Set.of("e"), Set.of(), List.of("later was refused"));

        assertThat(missed(evidence)).containsExactly("schema-evolution-refused", "schema-evolution-later");
        assertThat(evidence.faults()).containsExactly("later was refused");
    }

    private static Position position(long offset) {
        return new Position("feedback", 0, offset);
    }

    private static List<String> missed(Evidence evidence) {
        return new Figures(evidence.figures())
                .missed().stream().map(Figure::name).toList();
    }

    private static Observation answer(String id, int status, String body) {
        return new Observation(id, 0, 1, status, body, false);
    }
}
