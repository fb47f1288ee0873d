package io.thumbstream.launcher.console;

/** How figures are printed; anything else on the command line is refused. */
public enum OutputFormat {
    /** For people. */
    TABLE,
    /** One object as the last line of standard output. */
    JSON
}
