package io.thumbstream.launcher.console;

import io.thumbstream.lab.report.Figure;
import io.thumbstream.lab.report.Figures;
import java.io.PrintWriter;
import java.util.Locale;

/** Prints figures as a table or as one line of JSON. */
public final class FigurePrinter {
    private FigurePrinter() {}

    /** Prints {@code figures} in the wanted form. */
    public static void print(Figures figures, OutputFormat format, PrintWriter out) {
        if (format == OutputFormat.JSON) {
            out.println(figures.toJson());
        } else {
            for (Figure figure : figures.list()) {
                out.printf(
                        Locale.ROOT,
                        "%-28s %12.6g %-8s %s%n",
                        figure.name(),
                        figure.value(),
                        figure.unit(),
                        figure.demand().text().isEmpty()
                                ? ""
                                : figure.demand().text() + (figure.met() ? " met" : " MISSED"));
            }
        }
        out.flush();
    }
}
