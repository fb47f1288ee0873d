package io.thumbstream.launcher.console;

import io.thumbstream.lab.report.Figures;
import java.io.PrintWriter;
import picocli.CommandLine.Option;

/** How a command prints its figures and what a missed one does to its exit code; a picocli mixin. */
public final class FigureOptions {
    @Option(
            names = "--output",
            paramLabel = "FORMAT",
            description = "table (default) or json: figures as the last line.")
    private OutputFormat output = OutputFormat.TABLE;

    @Option(names = "--check", description = "Exit 3 when a demanded figure is missed.")
    private boolean check;

    /** Whether figures are wanted as one line of JSON. */
    public boolean json() {
        return output == OutputFormat.JSON;
    }

    /** Whether a missed figure is a failure. */
    public boolean check() {
        return check;
    }

    /** Prints {@code figures} in the wanted form and gives the exit code. */
    public int print(Figures figures, PrintWriter out) {
        FigurePrinter.print(figures, output, out);
        return exitCode(figures.missed().isEmpty());
    }

    /** Exit code of a command whose demands were {@code met}. */
    public int exitCode(boolean met) {
        return met || !check ? ExitCodes.OK : ExitCodes.REFUSED;
    }
}
