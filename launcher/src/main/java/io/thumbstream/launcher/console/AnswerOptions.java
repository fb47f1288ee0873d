package io.thumbstream.launcher.console;

import picocli.CommandLine.Option;

/** How a command prints an answer that is more than figures; a picocli mixin. */
public final class AnswerOptions {
    @Option(names = "--output", paramLabel = "FORMAT", description = "table (default) or json: everything as one line.")
    private OutputFormat output = OutputFormat.TABLE;

    /** Whether everything is wanted as one line of JSON. */
    public boolean json() {
        return output == OutputFormat.JSON;
    }
}
