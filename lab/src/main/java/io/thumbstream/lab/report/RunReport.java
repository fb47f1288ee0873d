package io.thumbstream.lab.report;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What a run showed.
 *
 * @param title heading
 * @param facts settings and circumstances, in order: seed, machine size, duration
 * @param figures measured numbers
 * @param curves charts
 */
public record RunReport(String title, Map<String, String> facts, Figures figures, List<Curve> curves) {
    public RunReport {
        facts = new LinkedHashMap<>(facts);
        curves = List.copyOf(curves);
    }

    /** Returns figures and facts as one object. */
    public ObjectNode toJson() {
        ObjectNode root = figures.toJson();
        root.put("title", title);
        ObjectNode known = root.putObject("facts");
        facts.forEach(known::put);
        ObjectNode drawn = root.putObject("curves");
        for (Curve curve : curves) {
            var lines = drawn.putArray(curve.name());
            for (Curve.Line line : curve.lines()) {
                ObjectNode node = lines.addObject().put("label", line.label());
                line.xs().forEach(node.putArray("x")::add);
                line.ys().forEach(node.putArray("y")::add);
            }
        }
        return root;
    }

    /** Writes {@code report.json}, one PNG per curve and {@code report.html}, which needs no other file. */
    public void writeTo(Path directory) {
        try {
            Files.createDirectories(directory);
            Files.writeString(directory.resolve("report.json"), toJson().toPrettyString() + "\n");
            Map<String, byte[]> images = new LinkedHashMap<>();
            for (Curve curve : curves) {
                byte[] png = Charts.png(curve);
                Files.write(directory.resolve(curve.name() + ".png"), png);
                images.put(curve.title(), png);
            }
            Files.writeString(directory.resolve("report.html"), html(images));
        } catch (IOException e) {
            throw new UncheckedIOException("The report cannot be written to " + directory + "; choose another", e);
        }
    }

    private String html(Map<String, byte[]> images) {
        StringBuilder page = new StringBuilder(
                        "<!doctype html>\n<html lang=\"en\"><head><meta charset=\"utf-8\"><title>")
                .append(escape(title))
                .append("</title><style>body{font:16px/1.5 system-ui,sans-serif;max-width:60rem;margin:2rem auto;"
                        + "padding:0 1rem}table{border-collapse:collapse}td,th{padding:.2rem .8rem;text-align:left;"
                        + "border-bottom:1px solid #ccc}.missed{color:#a00;font-weight:bold}img{max-width:100%}"
                        + "</style></head><body>\n<h1>")
                .append(escape(title))
                .append("</h1>\n<h2>Figures</h2>\n<table><tr><th>figure</th><th>value</th><th>unit</th>"
                        + "<th>demanded</th><th>met</th></tr>\n");
        for (Figure figure : figures.list()) {
            boolean free = figure.demand().kind() == Demand.Kind.NONE;
            row(
                    page,
                    figure.met() ? "" : " class=\"missed\"",
                    figure.name(),
                    Figure.number(figure.value()),
                    figure.unit(),
                    figure.demand().text(),
                    free ? "" : figure.met() ? "yes" : "no");
        }
        page.append("</table>\n");
        images.forEach((name, png) -> page.append("<h2>")
                .append(escape(name))
                .append("</h2>\n<img alt=\"")
                .append(escape(name))
                .append("\" src=\"data:image/png;base64,")
                .append(Base64.getEncoder().encodeToString(png))
                .append("\">\n"));
        page.append("<h2>Facts</h2>\n<table>\n");
        facts.forEach((name, value) -> row(page, "", name, value));
        return page.append("</table>\n</body></html>\n").toString();
    }

    private static void row(StringBuilder page, String attributes, String... cells) {
        page.append("<tr").append(attributes).append('>');
        for (String cell : cells) {
            page.append("<td>").append(escape(cell)).append("</td>");
        }
        page.append("</tr>\n");
    }

    private static String escape(String text) {
        return text.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;");
    }
}
