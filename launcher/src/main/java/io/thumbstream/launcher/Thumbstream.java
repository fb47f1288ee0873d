package io.thumbstream.launcher;

import io.thumbstream.launcher.command.DurationConverter;
import io.thumbstream.launcher.console.ExitCodes;
import io.thumbstream.launcher.up.Screen;
import io.thumbstream.launcher.up.VersionFromBuild;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The {@code thumbstream} command: one verb each for running, importing, evaluating and checking. */
@Command(
        name = "thumbstream",
        description = "Event-streaming online RL from human feedback: thumbs in, better policy out.",
        mixinStandardHelpOptions = true,
        versionProvider = VersionFromBuild.class,
        synopsisSubcommandLabel = "VERB",
        footer = {"", "Example: thumbstream up --for 3m --report report", "Tests:   thumbstream test"})
public final class Thumbstream implements Callable<Integer> {

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli injects it before call()
    private CommandSpec spec;

    @Override
    public Integer call() {
        throw new ParameterException(spec.commandLine(), "Name a verb; `thumbstream help` lists them.");
    }

    /**
     * Runs one command line.
     *
     * @param out data
     * @param screen talk
     * @return the exit code, see {@link ExitCodes}
     */
    public static int run(PrintWriter out, Screen screen, String... arguments) {
        Verbs verbs = new Verbs(screen);
        boolean named = arguments.length > 0 && verbs.names().contains(arguments[0]);
        // a verb that was named needs no others, and making them all takes half of a short verb's time
        return commandLine(out, screen, verbs.only(named ? Set.of(arguments[0]) : verbs.names()))
                .execute(arguments);
    }

    /** The command with all its verbs, writing data to {@code out} and talk to {@code screen}. */
    public static CommandLine commandLine(PrintWriter out, Screen screen) {
        Verbs verbs = new Verbs(screen);
        return commandLine(out, screen, verbs.only(verbs.names()));
    }

    private static CommandLine commandLine(PrintWriter out, Screen screen, Map<String, Object> verbs) {
        CommandLine all = new CommandLine(new Thumbstream());
        verbs.forEach(all::addSubcommand);
        return all.setOut(out)
                .setErr(screen.writer())
                .setCaseInsensitiveEnumValuesAllowed(true)
                .registerConverter(Duration.class, new DurationConverter())
                .setExecutionExceptionHandler(ExitCodes::report);
    }

    /** Process entry. */
    public static void main(String[] arguments) {
        Screen screen = new Screen(System.err, isTerminal());
        System.setErr(screen.stream());
        int code = run(new PrintWriter(System.out, true, StandardCharsets.UTF_8), screen, arguments);
        System.exit(code);
    }

    /** The start script knows whether standard error is a terminal; Java only knows whether all streams are. */
    private static boolean isTerminal() {
        boolean guess = System.console() != null;
        return Boolean.parseBoolean(System.getProperty("thumbstream.terminal", Boolean.toString(guess)))
                && System.getenv("NO_COLOR") == null;
    }
}
