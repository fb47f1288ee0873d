package io.thumbstream.lab.history;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * Checks a {@link History} against every promise of {@link FindingClass}.
 *
 * <p>Pure: equal histories give equal findings in equal order, in whatever order the records were read.
 */
public final class HistoryChecker {
    private static final Comparator<Finding> ORDER =
            Comparator.comparing(Finding::kind).thenComparing(Finding::evidence);

    private final HistoryLimits limits;

    /** A checker of runs with these limits. */
    public HistoryChecker(HistoryLimits limits) {
        this.limits = limits;
    }

    /** Everything that is wrong, by class; empty for a sound history. */
    public List<Finding> check(History history) {
        List<Finding> found = new ArrayList<>();
        new VoteRules(history).check(found::add);
        new WithdrawalRules(history).check(found::add);
        new ErasureRules(history).check(found::add);
        new StepRules(history, limits).check(found::add);
        new VersionRules(history).check(found::add);
        history.joinDifferences().forEach(place -> found.add(new Finding(FindingClass.JOIN_DIFFERENCE, place)));
        return found.stream().distinct().sorted(ORDER).toList();
    }
}
