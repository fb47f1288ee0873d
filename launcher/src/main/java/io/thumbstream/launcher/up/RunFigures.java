package io.thumbstream.launcher.up;

import io.thumbstream.lab.drive.DriverCounts;
import io.thumbstream.lab.evaluate.EvaluationSettings;
import io.thumbstream.lab.evaluate.PolicyEvaluator;
import io.thumbstream.lab.report.Demand;
import io.thumbstream.lab.report.Figure;
import io.thumbstream.lab.tasks.SupportTask;
import io.thumbstream.lab.trace.RunLog;
import io.thumbstream.lab.trace.VoteAudit;
import io.thumbstream.lab.users.Taste;
import java.nio.file.Path;
import java.util.List;

/** The figures of a run, each from what it really left behind: topics, the users' own counts, policies on disk. */
final class RunFigures {
    private static final int MAX_TOKENS = 64;
    private static final int PROMPTS = 128;
    private static final int BEST_OF_PROMPTS = 32;

    private RunFigures() {}

    /** Votes answered 2xx against votes labelled exactly once, and requests refused. */
    static List<Figure> bookkeeping(DriverCounts counts, RunLog log) {
        VoteAudit audit = VoteAudit.of(log.votes(), log.labels());
        return List.of(
                Figure.of("votes-accepted", counts.votes(), "votes"),
                new Figure("votes-labelled", audit.labelledOnce(), "votes", Demand.exactly(audit.votes())),
                new Figure(
                        "requests-refused",
                        counts.questions().refusals() + counts.feedback().refusals(),
                        "requests",
                        Demand.exactly(0)));
    }

    /** Gold utility of the first and the newest policy, and the share of the way to best-of-64 that was made. */
    static List<Figure> gold(SupportTask task, Taste taste, Path base, Path newest) {
        PolicyEvaluator evaluator =
                new PolicyEvaluator(task, taste, new EvaluationSettings(PROMPTS, 4, 64, BEST_OF_PROMPTS, false, 1000));
        PolicyAnswers before = new PolicyAnswers(base, MAX_TOKENS);
        double first = evaluator.score(before).utility().mean();
        double best = evaluator.bestOf(before).mean();
        double last =
                evaluator.score(new PolicyAnswers(newest, MAX_TOKENS)).utility().mean();
        return List.of(
                Figure.of("gold-utility-base", first, "points"),
                Figure.of("gold-utility-best-of-64", best, "points"),
                Figure.of("gold-utility-final", last, "points"),
                Figure.of("gold-utility-share-of-best", (last - first) / (best - first), "ratio"));
    }
}
