package io.thumbstream.launcher.bench.ingest;

import io.thumbstream.lab.report.Demand;
import io.thumbstream.lab.report.Figure;
import io.thumbstream.launcher.rejoin.wire.Comparison;
import java.util.List;

/** What kills of the gateway did to votes. */
final class FaultFigures {
    private FaultFigures() {}

    /**
     * The figures.
     *
     * @param kills processes killed
     * @param seconds from the first to the last vote
     * @param longest without any vote accepted, seconds
     * @param joins labels against a batch recomputation of the votes of some answers
     */
    static List<Figure> of(VoteLedger votes, long kills, double seconds, double longest, Comparison joins) {
        return List.of(
                new Figure("faults-lost", votes.notStored(), "votes", Demand.exactly(0)),
                new Figure("faults-unlabelled", votes.notCounted(), "votes", Demand.exactly(0)),
                new Figure("faults-doubled", votes.countedTwice(), "votes", Demand.exactly(0)),
                new Figure("faults-join-difference", joins.differences().size(), "labels", Demand.exactly(0)),
                new Figure("faults-joins-compared", joins.labels() + joins.experience(), "labels", Demand.atLeast(1)),
                Figure.of("faults-accepted", votes.accepted(), "votes"),
                Figure.of("faults-per-second", votes.accepted() / seconds, "votes/s"),
                Figure.of("faults-stored-twice", votes.storedTwice(), "votes"),
                Figure.of("faults-kills", kills, "kills"),
                Figure.of("faults-longest-gap", longest, "s"));
    }
}
