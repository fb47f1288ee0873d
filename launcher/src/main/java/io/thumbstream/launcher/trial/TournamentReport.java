package io.thumbstream.launcher.trial;

import io.thumbstream.lab.report.Demand;
import io.thumbstream.lab.report.Figure;
import io.thumbstream.lab.report.Figures;
import io.thumbstream.lab.report.Interval;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Figures of a tournament, and a page with its table as a heat map. */
record TournamentReport(Tournament tournament, List<Standing> standings) {
    private static final String WORTH = "worth";
    /** Of nine scenarios the default has to win, or to be within the winner's interval, in seven. */
    private static final double WON = 7.0 / 9;

    TournamentReport {
        standings = List.copyOf(standings);
    }

    Figures figures() {
        String own = tournament.defaultRecipe();
        long won = standings.stream().filter(each -> each.withinWinner(own)).count();
        long worse =
                standings.stream().filter(each -> each.worseThanUntouched(own)).count();
        List<Figure> figures = new ArrayList<>(List.of(
                new Figure(
                        "default-within-winner", won, "scenarios", Demand.atLeast(Math.ceil(WON * standings.size()))),
                new Figure("default-worse-than-untouched", worse, "scenarios", Demand.exactly(0))));
        for (Standing standing : standings) {
            for (String recipe : tournament.recipes().keySet()) {
                Interval area = standing.area(recipe);
                String name = standing.scenario() + "-" + recipe;
                figures.add(Figure.of(name + "-area", area.mean(), WORTH));
                figures.add(Figure.of(name + "-area-low", area.low(), WORTH));
                figures.add(Figure.of(name + "-area-high", area.high(), WORTH));
                double votes = standing.votesToRecover(recipe);
                if (!Double.isNaN(votes)) {
                    figures.add(Figure.of(name + "-recovery", votes, "votes"));
                }
            }
        }
        return new Figures(figures);
    }

    /** Writes {@code tournament.html} into {@code directory}. */
    void writeTo(Path directory, String version, List<Long> seeds) throws IOException {
        Files.createDirectories(directory);
        Files.writeString(directory.resolve("tournament.html"), page(version, seeds));
    }

    /** One table: scenarios down, recipes across, the colour of a cell by its place between the row's lowest and highest. */
    String page(String version, List<Long> seeds) {
        StringBuilder html = new StringBuilder(
                """
                <!DOCTYPE html><html lang="en"><head><meta charset="utf-8"><title>Tournament</title>
                <style>body{font-family:sans-serif}td,th{padding:.4em .6em;text-align:right}th:first-child{text-align:left}</style>
                </head><body><h1>Tournament</h1>
                """);
        html.append("<p>Area under the curve of true worth, mean over seeds ")
                .append(seeds)
                .append(" with its 95 % interval, build ")
                .append(version)
                .append(
                        ". Bold: the best of its row; underlined: cannot be told from it.</p><table><tr><th>scenario</th>");
        tournament.recipes().keySet().forEach(recipe -> html.append("<th>")
                .append(recipe)
                .append("</th>"));
        html.append("</tr>\n");
        standings.forEach(standing -> row(standing, html));
        return html.append("</table></body></html>\n").toString();
    }

    private void row(Standing standing, StringBuilder html) {
        List<Double> means = tournament.recipes().keySet().stream()
                .map(recipe -> standing.area(recipe).mean())
                .toList();
        double low = means.stream().mapToDouble(Double::doubleValue).min().orElseThrow();
        double high = means.stream().mapToDouble(Double::doubleValue).max().orElseThrow();
        html.append("<tr><th>").append(standing.scenario()).append("</th>");
        for (String recipe : tournament.recipes().keySet()) {
            Interval area = standing.area(recipe);
            double place = high > low ? (area.mean() - low) / (high - low) : 1;
            String text = String.format(Locale.ROOT, "%.3f (%.3f to %.3f)", area.mean(), area.low(), area.high());
            if (recipe.equals(standing.winner())) {
                text = "<b>" + text + "</b>";
            } else if (!recipe.equals(Tournament.UNTOUCHED) && standing.withinWinner(recipe)) {
                text = "<u>" + text + "</u>";
            }
            html.append(String.format(
                    Locale.ROOT, "<td style=\"background:hsl(%.0f 70%% 85%%)\">%s</td>", 120 * place, text));
        }
        html.append("</tr>\n");
    }
}
