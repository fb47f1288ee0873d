package io.thumbstream.launcher.chaos;

import io.thumbstream.lab.drive.DriverCounts;
import io.thumbstream.lab.history.Finding;
import io.thumbstream.lab.history.FindingClass;
import io.thumbstream.lab.report.Demand;
import io.thumbstream.lab.report.Figure;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/**
 * What a condition did to a pipeline.
 *
 * @param part the condition
 * @param lived what happened while the parts ran
 * @param aftermath what the topics say
 * @param seconds from the start of the first part to the last figure
 */
record DegradeResult(DegradePart part, Lived lived, Aftermath.Verdict aftermath, double seconds) {
    private static final double NANOS = 1e9;
    /** Classes with a figure of their own; the others have one together. */
    private static final Set<FindingClass> NAMED =
            Set.of(FindingClass.LOST_VOTE, FindingClass.DOUBLE_VOTE, FindingClass.JOIN_DIFFERENCE);

    /**
     * One time that the condition was held.
     *
     * @param from when it had begun, nanoseconds of the clock of {@link Observation}
     * @param to when its end began
     * @param backlog votes in their topic that had no label then; only counted where a consumer stood still
     * @param recovery seconds from its end until a vote given after it had its label; NaN when none got one
     */
    record Spell(long from, long to, long backlog, double recovery) {}

    /**
     * What happened while the parts ran.
     *
     * @param spells each time that the condition was held
     * @param seen votes of the witness as they were answered
     * @param people what the people did who send again what is not accepted
     * @param evidence what only this condition shows
     * @param revived parts that ended by themselves and were started again
     */
    record Lived(List<Spell> spells, List<Observation> seen, DriverCounts people, Evidence evidence, long revived) {
        Lived {
            spells = List.copyOf(spells);
            seen = List.copyOf(seen);
        }
    }

    /** The figures, each named after the part. */
    List<Figure> figures(Duration recoverWithin) {
        List<Figure> figures = new ArrayList<>();
        figures.add(figure("lost-vote", count(FindingClass.LOST_VOTE), "findings", Demand.exactly(0)));
        figures.add(figure("double-vote", count(FindingClass.DOUBLE_VOTE), "findings", Demand.exactly(0)));
        figures.add(figure("join-difference", count(FindingClass.JOIN_DIFFERENCE), "findings", Demand.exactly(0)));
        figures.add(figure("other-findings", others(), "findings", Demand.exactly(0)));
        figures.add(figure("unclear-answers", unclear().size() + unexpected(), "answers", Demand.exactly(0)));
        figures.add(figure("recovery", recovery(), "seconds", Demand.atMost(recoverWithin.toMillis() / 1000.0)));
        addOwn(figures);
        figures.add(figure(
                "accepted-meanwhile",
                meanwhile(Observation::accepted),
                "votes",
                part.serves() ? Demand.atLeast(1) : Demand.NONE));
        figures.add(figure("votes-accepted", accepted(), "votes", Demand.atLeast(1)));
        figures.add(figure(
                "votes-labelled",
                aftermath.votes().labelledOnce(),
                "votes",
                Demand.exactly(aftermath.votes().votes())));
        figures.add(figure("joins-compared", aftermath.joined(), "records", Demand.atLeast(1)));
        figures.add(figure("ended-by-themselves", lived.revived(), "processes", Demand.NONE));
        figures.add(figure("held", held(), "seconds", Demand.NONE));
        figures.add(figure("seconds", seconds, "seconds", Demand.NONE));
        return figures;
    }

    /** Figures of this part alone. */
    private void addOwn(List<Figure> figures) {
        if (part.losesBroker()) {
            figures.add(figure("accepted-without-broker", unstored().size(), "votes", Demand.exactly(0)));
        }
        if (part.losesBroker() || part == DegradePart.REGISTRY_DOWN) {
            figures.add(figure(
                    "refused-meanwhile",
                    meanwhile(seen -> !seen.accepted()),
                    "votes",
                    part.losesBroker() ? Demand.atLeast(1) : Demand.NONE));
        }
        if (part == DegradePart.SLOW_CONSUMER) {
            long backlog = lived.spells().stream().mapToLong(Spell::backlog).sum();
            figures.add(figure("backlog", backlog, "votes", Demand.atLeast(1)));
        }
        figures.addAll(lived.evidence().figures());
    }

    /** Everything that was wrong, in words. */
    List<String> findings() {
        List<String> findings = new ArrayList<>();
        aftermath.findings().forEach(finding -> findings.add(finding.kind().key() + ": " + finding.evidence()));
        unclear().forEach(fault -> findings.add("unclear answer: " + fault));
        if (unexpected() > 0) {
            findings.add("unclear answers to people, by status: "
                    + lived.people().feedback().statuses());
        }
        unstored().forEach(seen -> findings.add("accepted without a broker: " + seen.id()));
        findings.addAll(lived.evidence().faults());
        return findings.stream().map(each -> part.key() + ": " + each).toList();
    }

    private Figure figure(String name, double value, String unit, Demand demand) {
        return new Figure(part.key() + "-" + name, value, unit, demand);
    }

    private long count(FindingClass kind) {
        return aftermath.findings().stream()
                .filter(finding -> finding.kind() == kind)
                .count();
    }

    private long others() {
        return aftermath.findings().stream()
                .map(Finding::kind)
                .filter(kind -> !NAMED.contains(kind))
                .count();
    }

    private List<String> unclear() {
        Outward judge = Outward.of(part);
        return lived.seen().stream().map(judge::fault).flatMap(Optional::stream).toList();
    }

    /** Attempts of the people that were answered with a status that no vote should get. */
    private long unexpected() {
        Outward judge = Outward.of(part);
        return lived.people().feedback().statuses().entrySet().stream()
                .filter(status -> !judge.expects(status.getKey()))
                .mapToLong(Map.Entry::getValue)
                .sum();
    }

    /** Votes that were accepted while no broker was there that could have acknowledged them. */
    private List<Observation> unstored() {
        return !part.losesBroker()
                ? List.of()
                : lived.seen().stream()
                        .filter(seen -> seen.accepted()
                                && lived.spells().stream().anyMatch(spell -> seen.within(spell.from(), spell.to())))
                        .toList();
    }

    private long meanwhile(Predicate<Observation> which) {
        return lived.seen().stream()
                .filter(which)
                .filter(seen -> lived.spells().stream().anyMatch(spell -> seen.begunWithin(spell.from(), spell.to())))
                .count();
    }

    /** Votes of people and witness that were answered 2xx. */
    private long accepted() {
        return lived.people().votes()
                + lived.seen().stream().filter(Observation::accepted).count();
    }

    /** The longest recovery; NaN when there was one without end. */
    private double recovery() {
        return lived.spells().stream()
                .mapToDouble(Spell::recovery)
                .reduce(0, Math::max); // of a NaN and a number it is NaN
    }

    private double held() {
        return lived.spells().stream()
                        .mapToLong(spell -> spell.to() - spell.from())
                        .sum()
                / NANOS;
    }
}
