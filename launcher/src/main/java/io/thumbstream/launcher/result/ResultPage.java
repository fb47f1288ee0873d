package io.thumbstream.launcher.result;

import io.thumbstream.lab.report.Curve;
import io.thumbstream.lab.report.Interval;
import io.thumbstream.lab.report.PairedRule;
import io.thumbstream.launcher.technique.Explanation;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** The page of an experiment in Markdown; the same results give the same page. */
public final class ResultPage {
    /** All that was measured, in the folder beside the page. */
    static final String FIGURES = "figures.json";

    /** As seen from {@code docs/results}. */
    private static final String MEANINGS =
            "What metrics mean: [trials](../trials.md#the-claim), [trials of reward" + " models](../reward-trials.md).";

    private final Result result;
    private final Map<String, Explanation> explanations;
    private final StringBuilder text = new StringBuilder();

    private ResultPage(Result result, Map<String, Explanation> explanations) {
        this.result = result;
        this.explanations = explanations;
    }

    /**
     * The page.
     *
     * @param explanations of techniques, by {@link Explanation#key}; a technique without one is named alone
     */
    public static String of(Result result, Map<String, Explanation> explanations) {
        return new ResultPage(result, explanations).whole();
    }

    /** What stands in a page of experiment {@code id} and in no other. */
    static String mark(String id) {
        return "<!-- Made by `thumbstream lab run " + id + " --page DIR`; do not edit. -->";
    }

    /** File name of a curve in the folder beside the page. */
    static String image(Curve curve) {
        return curve.name() + ".png";
    }

    private String whole() {
        Result.Question question = result.question();
        text.append("# ").append(question.title()).append('\n');
        paragraph(mark(question.id()));
        paragraph(verdict());
        paragraph(rule());
        paragraph("Source: " + (question.source().isEmpty() ? "none" : question.source()) + ".");
        heading("What was compared");
        paragraph("As the file of the experiment says it; what it does not name is as by default.");
        fence("yaml", question.file().settings());
        heading("Arms");
        arms();
        curves();
        heading("Techniques");
        techniques();
        String comments = question.file().comments();
        if (!comments.isEmpty()) {
            heading("How it differs from its source");
            paragraph(comments);
        }
        heading("How this page is made");
        command();
        return text.toString();
    }

    private String verdict() {
        Result.Outcome outcome = result.outcome();
        Result.Claimed claim = result.question().claim();
        String word = outcome.verdict().words();
        String found = outcome.difference().count() == 0
                        || Double.isNaN(outcome.difference().mean())
                ? "no seed says anything"
                : "the difference is " + number(outcome.difference().mean()) + unit(claim.measure()) + ", "
                        + (claim.rule().kind() == PairedRule.Kind.BETTER ? 95 : 90) + " % interval "
                        + range(outcome.difference());
        String silent = outcome.silent() == 0 ? "" : "; " + outcome.silent() + " of them cannot say";
        return "**" + word.substring(0, 1).toUpperCase(Locale.ROOT) + word.substring(1) + "**: `" + claim.arm()
                + "` against `" + claim.baseline() + "` in `" + claim.measure().name() + "`, " + found + ", over "
                + outcome.seeds().size() + (outcome.seeds().size() == 1 ? " seed (" : " seeds (") + seeds() + silent
                + ").";
    }

    private String rule() {
        Result.Claimed claim = result.question().claim();
        String said = claim.rule().kind() == PairedRule.Kind.BETTER
                ? "Claimed is that the arm is better: the 95 % interval of the differences, paired by seed, lies above 0, and"
                        + " at least four in five are above 0."
                : "Claimed is that the arm is not below: the 90 % interval of the differences, paired by seed, lies above "
                        + number(-claim.rule().margin()) + ".";
        return said
                + (claim.measure().lessIsBetter()
                        ? " Less of this metric is better; differences are turned so that above 0 is better."
                        : "");
    }

    private void arms() {
        Result.Claimed claim = result.question().claim();
        text.append("\n| arm | `")
                .append(claim.measure().name())
                .append("` | difference to `")
                .append(claim.baseline())
                .append("` |\n| --- | --- | --- |\n");
        for (Result.Arm arm : result.arms()) {
            text.append("| `")
                    .append(arm.name())
                    .append('`')
                    .append(role(arm.name(), claim))
                    .append(" | ")
                    .append(cell(arm.value()))
                    .append(" | ")
                    .append(arm.difference().map(ResultPage::cell).orElse("-"))
                    .append(" |\n");
        }
        String unit = claim.measure().unit();
        paragraph("Means over seeds with their 95 % intervals"
                + (unit.isEmpty() ? "" : ", unit: " + unit) + ". Every metric of every arm: ["
                + FIGURES + "](" + result.question().id() + "/" + FIGURES + "). " + MEANINGS);
    }

    private static String role(String arm, Result.Claimed claim) {
        if (arm.equals(claim.arm())) {
            return ", claimed";
        }
        return arm.equals(claim.baseline()) ? ", baseline" : "";
    }

    private void curves() {
        if (result.curves().isEmpty()) {
            return;
        }
        heading("Curve");
        for (Curve curve : result.curves()) {
            paragraph("![" + curve.yAxis() + " over " + curve.xAxis() + "]("
                    + result.question().id() + "/" + image(curve) + ")");
        }
    }

    /** Techniques that the baseline lacks, with the arms that use them, how ours differ and when to use them. */
    private void techniques() {
        Map<String, List<String>> users = new TreeMap<>();
        for (Result.Arm arm : result.arms()) {
            result.own(arm.name()).forEach(key -> users.computeIfAbsent(key, unused -> new ArrayList<>())
                    .add("`" + arm.name() + "`"));
        }
        if (users.isEmpty() && Level.of(result.question().claim().baseline()).isPresent()) {
            paragraph("The claim compares with a number; no technique is compared with another.");
            return;
        }
        if (users.isEmpty()) {
            paragraph("All arms use the techniques of the baseline; they differ in settings alone.");
            return;
        }
        paragraph("Arms use these, and the baseline does not:");
        text.append('\n');
        users.forEach((key, arms) -> text.append(technique(key, arms)).append('\n'));
    }

    private String technique(String key, List<String> arms) {
        int name = key.lastIndexOf(' ') + 1;
        String line =
                "- `" + key.substring(name) + "` (" + key.substring(0, name) + "in " + String.join(", ", arms) + ")";
        Explanation explanation = explanations.get(key);
        if (explanation == null) {
            return line;
        }
        String remarks = explanation.remarks();
        return line + ": " + explanation.summary() + (remarks.isEmpty() ? "" : " " + remarks);
    }

    private void command() {
        List<Long> seeds = result.outcome().seeds();
        fence(
                "sh",
                "thumbstream lab run " + result.question().id() + " --seeds " + seeds.size() + " --seeds-from "
                        + seeds.get(0) + " --page DIR");
        paragraph("Build: " + result.outcome().version() + ". Seeds: " + seeds() + ".");
    }

    private String seeds() {
        return result.outcome().seeds().stream().map(String::valueOf).collect(Collectors.joining(", "));
    }

    private static String cell(Interval interval) {
        return Double.isNaN(interval.mean()) ? "none" : number(interval.mean()) + " (" + range(interval) + ")";
    }

    private static String range(Interval interval) {
        return number(interval.low()) + " to " + number(interval.high());
    }

    private static String unit(Result.Measure measure) {
        return measure.unit().isEmpty() ? "" : " " + measure.unit();
    }

    /** Four places, and no zero with a sign. */
    private static String number(double value) {
        String places = String.format(Locale.ROOT, "%.4f", value);
        return places.equals("-0.0000") ? "0.0000" : places;
    }

    private void heading(String heading) {
        text.append("\n## ").append(heading).append('\n');
    }

    private void paragraph(String paragraph) {
        text.append('\n').append(paragraph).append('\n');
    }

    private void fence(String language, String block) {
        text.append("\n```").append(language).append('\n').append(block).append("\n```\n");
    }
}
