package io.thumbstream.launcher.console;

import io.thumbstream.runtime.error.ConfigException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine;
import picocli.CommandLine.ParseResult;

/** Exit codes of every verb, and how an exception becomes one. */
public final class ExitCodes {
    public static final int OK = 0;
    public static final int FAILED = 1;
    /** Bad command line or configuration. */
    public static final int USAGE = 2;
    /** Unsafe request refused, or a demanded figure missed under {@code --check}. */
    public static final int REFUSED = 3;
    /** Ended by Ctrl-C. */
    public static final int INTERRUPTED = 130;

    private static final Logger LOG = LoggerFactory.getLogger(ExitCodes.class);

    private ExitCodes() {}

    /** Prints one readable message (the stack trace goes to the debug log) and picks the code. */
    public static int report(Exception failure, CommandLine command, ParseResult ignored) {
        LOG.debug("command failed", failure);
        if (failure instanceof ConfigException config) {
            config.problems().forEach(problem -> command.getErr().println("config: " + problem));
            return USAGE;
        }
        command.getErr().println("thumbstream: " + Causes.of(failure));
        return failure instanceof InterruptedException ? INTERRUPTED : FAILED;
    }
}
