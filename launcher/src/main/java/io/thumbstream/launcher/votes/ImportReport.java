package io.thumbstream.launcher.votes;

import io.thumbstream.lab.prequential.Prediction;
import io.thumbstream.lab.prequential.PrequentialReport;
import io.thumbstream.lab.report.Demand;
import io.thumbstream.lab.report.Figure;
import io.thumbstream.lab.report.Figures;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/**
 * How an import ended.
 *
 * @param lines votes in the file, usable or not
 * @param accepted votes that the gateway stored
 * @param labelled those with a label
 * @param learned those that name a winner and were learned
 * @param ties those that name none and were learned
 * @param dead those that ended as dead letters, by reason
 * @param rejections votes not stored, by reason
 * @param unusedArguments arguments not used, by reason
 * @param prequential how well each vote was foreseen
 * @param taken time for everything
 */
record ImportReport(
        long lines,
        long accepted,
        long labelled,
        long learned,
        long ties,
        Map<String, Long> dead,
        Rejections rejections,
        Rejections unusedArguments,
        PrequentialReport prequential,
        Duration taken) {
    private static final double DEMANDED_ACCURACY = 0.770;
    private static final double DEMANDED_SECONDS = 300;

    static ImportReport of(
            long lines,
            Map<String, Vote> accepted,
            Rejections rejections,
            Rejections unusedArguments,
            VoteOutcomes outcomes,
            List<Prediction> predictions,
            Duration taken) {
        Map<String, Long> dead = new TreeMap<>();
        long labelled = 0;
        long learned = 0;
        long ties = 0;
        for (Vote vote : accepted.values()) {
            String id = vote.key();
            labelled += outcomes.labelled().contains(id) ? 1 : 0;
            String reason = outcomes.dead().get(id);
            if (outcomes.learned().contains(id)) {
                boolean tie = vote.choice() == Vote.Choice.TIE;
                ties += tie ? 1 : 0;
                learned += tie ? 0 : 1;
            } else if (reason != null) {
                dead.merge(reason, 1L, Long::sum);
            }
        }
        return new ImportReport(
                lines,
                accepted.size(),
                labelled,
                learned,
                ties,
                dead,
                rejections,
                unusedArguments,
                PrequentialReport.of(predictions),
                taken);
    }

    /** Votes whose fate is known. */
    long accounted() {
        return learned
                + ties
                + rejections.total()
                + dead.values().stream().mapToLong(Long::longValue).sum();
    }

    Figures figures() {
        double seconds = taken.toMillis() / 1000.0;
        return new Figures(List.of(
                Figure.of("votes-in-file", lines, "votes"),
                Figure.of("votes-accepted", accepted, "votes"),
                new Figure("votes-labelled", labelled, "votes", Demand.exactly(accepted)),
                Figure.of("votes-learned", learned, "votes"),
                Figure.of("votes-tie", ties, "votes"),
                Figure.of("votes-rejected", rejections.total(), "votes"),
                new Figure("votes-accounted", accounted(), "votes", Demand.exactly(lines)),
                new Figure(
                        "prequential-accuracy",
                        prequential.all().accuracy(),
                        "share",
                        Demand.atLeast(DEMANDED_ACCURACY)),
                Figure.of("prequential-log-loss", prequential.all().logLoss(), "nat"),
                Figure.of("prequential-calibration-error", prequential.expectedCalibrationError(), "share"),
                new Figure("import-seconds", seconds, "s", Demand.atMost(DEMANDED_SECONDS)),
                Figure.of("votes-per-second", accounted() / Math.max(0.001, seconds), "votes/s")));
    }

    /** Prints everything that is not a figure. */
    void print(PrintWriter out) {
        line(
                out,
                "%d votes: %d learned, %d ties, %d rejected, %d dead letters",
                lines,
                learned,
                ties,
                rejections.total(),
                accounted() - learned - ties - rejections.total());
        reasons(out, "rejected vote", rejections);
        reasons(out, "unused argument", unusedArguments);
        dead.forEach((reason, count) -> line(out, "  dead letter: %d %s", count, reason));
        line(
                out,
                "%nforeseen before learned (%d votes that name a winner)",
                prequential.all().count());
        line(
                out,
                "  all        accuracy %.4f  log loss %.4f",
                prequential.all().accuracy(),
                prequential.all().logLoss());
        int part = 1;
        for (PrequentialReport.Score score : prequential.deciles()) {
            line(out, "  decile %2d  accuracy %.4f  log loss %.4f", part++, score.accuracy(), score.logLoss());
        }
        line(out, "calibration (error %.4f)", prequential.expectedCalibrationError());
        prequential
                .calibration()
                .forEach(bin ->
                        line(out, "  said %.3f  was %.3f  (%d votes)", bin.predicted(), bin.observed(), bin.count()));
        line(out, "by debate");
        prequential
                .groups()
                .forEach((name, score) -> line(
                        out,
                        "  accuracy %.4f  log loss %.4f  %6d votes  %s",
                        score.accuracy(),
                        score.logLoss(),
                        score.count(),
                        name));
        out.flush();
    }

    private static void reasons(PrintWriter out, String what, Rejections rejections) {
        rejections
                .byReason()
                .forEach((reason, one) -> line(out, "  %s: %d %s (first: %s)", what, one.count(), reason, one.first()));
    }

    private static void line(PrintWriter out, String format, Object... values) {
        out.printf(Locale.ROOT, format + "%n", values);
    }
}
