package io.thumbstream.launcher.result;

import io.thumbstream.lab.report.RunReport;
import io.thumbstream.launcher.console.FigureOptions;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * What an experiment writes besides what it prints.
 *
 * @param report directory for figures and curves as a report
 * @param page directory of pages and their index
 */
public record Outputs(Optional<Path> report, Optional<Path> page) {
    /**
     * Writes report and page, where they are wanted, and prints verdict and figures.
     *
     * @return exit code
     */
    public int tell(Result result, FigureOptions printing, PrintWriter out, PrintWriter err) throws IOException {
        Result.Outcome outcome = result.outcome();
        String verdict = outcome.verdict().words();
        String silent = outcome.silent() == 0
                ? ""
                : " (" + outcome.silent() + " of " + outcome.seeds().size() + " seeds cannot say)";
        if (report.isPresent()) {
            new RunReport(result.question().title(), facts(result), result.figures(), result.curves())
                    .writeTo(report.get());
        }
        publish(result);
        err.println(result.question().title() + " " + verdict + silent);
        return printing.print(result.figures(), out);
    }

    private static Map<String, String> facts(Result result) {
        Result.Outcome outcome = result.outcome();
        Map<String, String> facts = new LinkedHashMap<>();
        facts.put("claim of", result.question().source());
        facts.put("verdict", outcome.verdict().words());
        facts.put("seeds that cannot say", Integer.toString(outcome.silent()));
        facts.put("version", outcome.version());
        facts.put("seeds", outcome.seeds().toString());
        return facts;
    }

    /** Writes the page, if one is wanted. */
    public void publish(Result result) throws IOException {
        if (page.isPresent()) {
            new ResultFolder(page.get()).write(result);
        }
    }
}
