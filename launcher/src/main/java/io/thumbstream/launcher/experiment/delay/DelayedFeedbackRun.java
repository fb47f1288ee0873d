package io.thumbstream.launcher.experiment.delay;

import io.thumbstream.launcher.console.FigureOptions;
import java.io.PrintWriter;
import java.util.List;

/** {@code thumbstream lab run delayed-feedback}: starts no services and needs no data directory. */
public final class DelayedFeedbackRun {
    /** Name of the experiment. */
    public static final String ID = "delayed-feedback";

    private static final int ANSWERS = 40_000;

    private DelayedFeedbackRun() {}

    /** Runs it with those seeds, prints what came out, and gives the exit code. */
    public static int run(List<Long> seeds, FigureOptions printing, PrintWriter out) {
        DelayReport report = new DelayedFeedback(ANSWERS).run(seeds);
        if (printing.json()) {
            return printing.print(report.figures(), out);
        }
        report.print(out);
        return printing.exitCode(report.figures().missed().isEmpty());
    }
}
