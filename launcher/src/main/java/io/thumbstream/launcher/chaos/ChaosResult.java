package io.thumbstream.launcher.chaos;

import io.thumbstream.lab.history.Finding;
import io.thumbstream.lab.history.FindingClass;
import io.thumbstream.lab.report.Demand;
import io.thumbstream.lab.report.Figure;
import io.thumbstream.lab.report.Figures;
import java.util.ArrayList;
import java.util.List;

/**
 * What a run did and left behind.
 *
 * @param deeds what was done to its parts
 * @param votes votes answered 2xx, retractions not counted
 * @param erasures people who were erased meanwhile
 * @param aftermath what its topics say
 * @param seconds from the start of the first part to the last figure
 */
record ChaosResult(Deeds deeds, long votes, Erasures erasures, Aftermath.Verdict aftermath, double seconds) {
    /**
     * People who were erased.
     *
     * @param wanted how many were planned
     * @param complete how many have a certificate
     * @param refused pieces of their feedback that the gateway refused afterwards
     */
    record Erasures(long wanted, long complete, long refused) {}

    /**
     * What was done.
     *
     * @param wanted kills that were planned
     * @param kills parts killed
     * @param freezes parts frozen
     * @param restarts parts ended cleanly and started again
     * @param revived parts that ended by themselves and were started again
     * @param events every deed as {@code seconds,part,verb}
     */
    record Deeds(long wanted, long kills, long freezes, long restarts, long revived, List<String> events) {
        Deeds {
            events = List.copyOf(events);
        }
    }

    /** The figures of the report. A run without votes, withdrawals or steps shows nothing, so some of each are demanded. */
    Figures figures() {
        List<Figure> figures = new ArrayList<>(List.of(
                new Figure("kills", deeds.kills(), "processes", Demand.exactly(deeds.wanted())),
                Figure.of("freezes", deeds.freezes(), "processes"),
                Figure.of("restarts", deeds.restarts(), "processes"),
                Figure.of("ended-by-themselves", deeds.revived(), "processes"),
                new Figure("votes-accepted", votes, "votes", Demand.atLeast(1)),
                new Figure(
                        "votes-labelled",
                        aftermath.votes().labelledOnce(),
                        "votes",
                        Demand.exactly(aftermath.votes().votes()))));
        for (FindingClass kind : FindingClass.values()) {
            figures.add(new Figure(kind.key(), count(kind), "findings", Demand.exactly(0)));
        }
        figures.add(new Figure("policy-steps", aftermath.policySteps(), "steps", Demand.atLeast(1)));
        figures.add(new Figure("reward-steps", aftermath.rewardSteps(), "steps", Demand.atLeast(1)));
        figures.add(new Figure("versions-compared", aftermath.versionsCompared(), "versions", Demand.atLeast(1)));
        figures.add(new Figure("joins-compared", aftermath.joined(), "records", Demand.atLeast(1)));
        figures.add(new Figure("answers-checked", aftermath.answers(), "answers", Demand.atLeast(1)));
        figures.add(new Figure("erasures", erasures.complete(), "people", Demand.exactly(erasures.wanted())));
        figures.add(new Figure(
                "erased-records-checked",
                aftermath.erasedRecords(),
                "records",
                erasures.wanted() > 0 ? Demand.atLeast(1) : Demand.NONE));
        figures.add(Figure.of("refused-after-erasure", erasures.refused(), "votes"));
        figures.add(new Figure("withdrawals", aftermath.withdrawals(), "votes", Demand.atLeast(1)));
        figures.add(Figure.of("seconds", seconds, "seconds"));
        return new Figures(figures);
    }

    private long count(FindingClass kind) {
        return aftermath.findings().stream()
                .filter(finding -> finding.kind() == kind)
                .count();
    }

    /** Every finding as {@code class: evidence}. */
    List<String> findings() {
        return aftermath.findings().stream().map(ChaosResult::text).toList();
    }

    private static String text(Finding finding) {
        return finding.kind().key() + ": " + finding.evidence();
    }
}
