package io.thumbstream.launcher.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import io.thumbstream.lab.history.Finding;
import io.thumbstream.lab.history.FindingClass;
import io.thumbstream.lab.report.Figure;
import io.thumbstream.lab.trace.VoteAudit;
import java.util.List;
import org.junit.jupiter.api.Test;

class ChaosResultTest {
    @Test
    void shouldMeetEveryDemandWhenNothingIsFound() {
        ChaosResult result = result(5, 9, List.of(), 12);

        assertThat(result.figures().missed()).isEmpty();
        assertThat(result.figures().list())
                .extracting(Figure::name)
                .contains("kills", "freezes", "restarts", "votes-accepted", "votes-labelled", "policy-steps")
                .contains("joins-compared", "seconds")
                .contains(java.util.Arrays.stream(FindingClass.values())
                        .map(FindingClass::key)
                        .toArray(String[]::new));
    }

    @Test
    void shouldMissTheFigureOfEachClassThatWasFound() {
        for (FindingClass kind : FindingClass.values()) {
            ChaosResult result = result(5, 9, List.of(new Finding(kind, "here"), new Finding(kind, "there")), 12);

            assertThat(result.figures().missed()).extracting(Figure::name).containsExactly(kind.key());
            assertThat(result.findings()).containsExactly(kind.key() + ": here", kind.key() + ": there");
        }
    }

    @Test
    void shouldMissWhatShowsNothing() {
        assertThat(result(4, 0, List.of(), 0, 0).figures().missed())
                .extracting(Figure::name)
                .containsExactly("kills", "votes-accepted", "policy-steps", "erasures", "erased-records-checked");
    }

    private static ChaosResult result(long kills, long votes, List<Finding> findings, long policySteps) {
        return result(kills, votes, findings, policySteps, 2);
    }

    private static ChaosResult result(long kills, long votes, List<Finding> findings, long policySteps, long erased) {
        return new ChaosResult(
                new ChaosResult.Deeds(5, kills, 1, 1, 0, List.of()),
                votes,
                new ChaosResult.Erasures(2, erased, 1),
                new Aftermath.Verdict(
                        new VoteAudit(votes, votes, List.of(), List.of()),
                        findings,
                        policySteps,
                        40,
                        3,
                        70,
                        2,
                        erased * 9,
                        110),
                61);
    }
}
