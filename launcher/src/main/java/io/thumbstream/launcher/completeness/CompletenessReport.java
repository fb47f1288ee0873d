package io.thumbstream.launcher.completeness;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.thumbstream.lab.completeness.Completeness;
import io.thumbstream.lab.completeness.KindCompleteness;
import io.thumbstream.lab.report.Curve;
import io.thumbstream.lab.report.Figure;
import io.thumbstream.lab.report.Figures;
import io.thumbstream.lab.report.RunReport;
import io.thumbstream.launcher.console.Table;
import java.io.PrintWriter;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalDouble;

/**
 * How soon feedback comes, as tables, JSON and a report.
 *
 * @param completeness what was found
 * @param leastAtRisk answers at risk that the horizon demanded
 */
record CompletenessReport(Completeness completeness, int leastAtRisk) {
    private static final MathContext SIX = new MathContext(6);
    private static final String NOT_SEEN = "unobserved";
    private static final String NOT_YET = "not yet";

    Figures figures() {
        List<Figure> figures = new ArrayList<>();
        for (KindCompleteness kind : completeness.kinds()) {
            String name = kind.kind().name();
            figures.add(Figure.of(
                    "feedback-complete-at-window-" + name, kind.atWindow().orElse(Double.NaN), "share"));
            figures.add(Figure.of("feedback-votes-" + name, kind.votes(), "votes"));
            figures.add(Figure.of("feedback-late-" + name, kind.late(), "votes"));
        }
        figures.add(Figure.of("feedback-unmatched", completeness.unmatched(), "votes"));
        return new Figures(figures);
    }

    ObjectNode json() {
        ObjectNode root = figures().toJson();
        root.put("least-at-risk", leastAtRisk);
        ArrayNode kinds = root.putArray("kinds");
        for (KindCompleteness kind : completeness.kinds()) {
            ObjectNode node = kinds.addObject()
                    .put("kind", kind.kind().name())
                    .put("window-seconds", kind.kind().windowSeconds())
                    .put("answers", kind.answers())
                    .put("votes", kind.votes())
                    .put("late", kind.late())
                    .put("open", kind.open())
                    .put("horizon-seconds", kind.horizonSeconds());
            put(node, "complete-at-window", kind.atWindow());
            ArrayNode ages = node.putArray("ages");
            for (KindCompleteness.Age age : kind.ages()) {
                ObjectNode point = ages.addObject().put("seconds", age.seconds());
                put(point, "share", age.share());
                point.put("at-risk", age.atRisk()).put("votes", age.votes());
            }
        }
        return root;
    }

    private static void put(ObjectNode node, String name, OptionalDouble value) {
        if (value.isPresent()) {
            node.put(name, value.getAsDouble());
        } else {
            node.putNull(name);
        }
    }

    void print(PrintWriter out) {
        Table kinds = new Table("KIND", "WINDOW", "ANSWERS", "VOTES", "LATE", "OPEN", "WATCHED", "AT WINDOW");
        Table ages = new Table("KIND", "AGE", "SHARE", "AT RISK", "VOTES");
        for (KindCompleteness kind : completeness.kinds()) {
            kinds.add(
                    kind.kind().name(),
                    seconds(kind.kind().windowSeconds()),
                    kind.answers(),
                    kind.votes(),
                    kind.late(),
                    kind.open(),
                    seconds(kind.horizonSeconds()),
                    share(kind.atWindow(), kind));
            if (kind.votes() > 0) {
                kind.ages()
                        .forEach(age -> ages.add(
                                kind.kind().name(),
                                seconds(age.seconds()),
                                share(age.share(), kind),
                                age.atRisk(),
                                age.votes()));
            }
        }
        kinds.print(out);
        if (completeness.votes() > 0) {
            out.println();
            ages.print(out);
        }
        out.println();
        out.println("Share of the votes within WATCHED, the greatest age at which " + leastAtRisk
                + " answers are at risk; " + completeness.unmatched()
                + " votes are about answers that are not in the topics.");
        out.flush();
    }

    /** Silence is no number: nothing was seen, or nothing was seen yet at that age. */
    private static String share(OptionalDouble share, KindCompleteness kind) {
        return share.isPresent()
                ? String.format(Locale.ROOT, "%.1f %%", 100 * share.getAsDouble())
                : kind.votes() == 0 ? NOT_SEEN : NOT_YET;
    }

    /** Six digits, without zeros behind the point. */
    private static String seconds(double seconds) {
        return BigDecimal.valueOf(seconds).round(SIX).stripTrailingZeros().toPlainString() + " s";
    }

    RunReport report(Map<String, String> facts) {
        Map<String, String> all = new LinkedHashMap<>(facts);
        for (KindCompleteness kind : completeness.kinds()) {
            all.put(
                    kind.kind().name(),
                    "window " + seconds(kind.kind().windowSeconds()) + ", " + kind.answers() + " answers, "
                            + kind.votes() + " votes, " + kind.late() + " late, " + kind.open() + " open, watched "
                            + seconds(kind.horizonSeconds()));
        }
        return new RunReport("How soon feedback comes", all, figures(), curves());
    }

    private List<Curve> curves() {
        List<Curve.Line> lines = new ArrayList<>();
        for (KindCompleteness kind : completeness.kinds()) {
            List<KindCompleteness.Age> known =
                    kind.ages().stream().filter(age -> age.share().isPresent()).toList();
            if (!known.isEmpty()) {
                lines.add(new Curve.Line(
                        kind.kind().name(),
                        known.stream().map(age -> Math.log10(age.seconds())).toList(),
                        known.stream().map(age -> age.share().orElseThrow()).toList()));
            }
        }
        return lines.isEmpty()
                ? List.of()
                : List.of(new Curve(
                        "completeness",
                        "Votes that had arrived by an age of the answer",
                        "log10 of the age in seconds",
                        "share",
                        false,
                        lines));
    }
}
