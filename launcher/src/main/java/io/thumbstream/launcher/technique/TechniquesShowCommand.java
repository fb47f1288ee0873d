package io.thumbstream.launcher.technique;

import com.fasterxml.jackson.databind.JsonNode;
import io.thumbstream.launcher.console.ExitCodes;
import io.thumbstream.launcher.console.OutputFormat;
import io.thumbstream.runtime.catalog.Signal;
import io.thumbstream.runtime.config.SettingsOutline;
import java.io.PrintWriter;
import java.util.Iterator;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code thumbstream techniques show}: what one technique is, does, needs and takes, and where it was shown to work. */
@Command(
        name = "show",
        description = "Explain a technique: formula, source, settings, what it needs, where it was shown to work.",
        mixinStandardHelpOptions = true,
        footer = {"", "Example: thumbstream techniques show rloo"})
public final class TechniquesShowCommand implements Callable<Integer> {
    private static final String MARGIN = " ".repeat(12);
    private static final int WIDTH = 100;

    @Parameters(paramLabel = "NAME", description = "Name as in the settings; `list` has them all.")
    @SuppressWarnings("NullAway.Init") // picocli sets it before call()
    private String name;

    @Option(names = "--output", paramLabel = "FORMAT", description = "table (default) or json: one line.")
    private OutputFormat output = OutputFormat.TABLE;

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli injects it before call()
    private CommandSpec spec;

    @Override
    public Integer call() {
        PrintWriter out = spec.commandLine().getOut();
        List<TechniqueCard> cards = TechniqueCard.named(name);
        if (output == OutputFormat.JSON) {
            out.println(TechniquesListCommand.json(cards));
        } else {
            for (Iterator<TechniqueCard> each = cards.iterator(); each.hasNext(); ) {
                print(each.next(), out);
                if (each.hasNext()) {
                    out.println();
                }
            }
        }
        out.flush();
        return ExitCodes.OK;
    }

    private static void print(TechniqueCard card, PrintWriter out) {
        Explanation explanation = card.explanation();
        line(out, "name", card.name() + (card.experimental() ? ", experimental" : ""));
        line(out, "kind", card.point().kind() + ", " + card.type().getSimpleName());
        line(out, "what", explanation.summary());
        line(out, "formula", explanation.formula());
        line(out, "source", explanation.source());
        line(out, "remarks", explanation.remarks());
        line(out, "needs", words(card.needs()));
        line(out, "provides", words(card.provides()));
        String label = "settings";
        for (SettingsOutline.Key key : card.settings()) {
            line(
                    out,
                    label,
                    key.path() + " = "
                            + key.standard().map(TechniquesShowCommand::shown).orElse("none") + ": "
                            + explanation.settings().getOrDefault(key.path(), key.type()));
            label = "";
        }
        line(out, "chosen by", String.join(", ", card.point().keys()));
        line(out, "shown", explanation.shown(UnaryOperator.identity()));
    }

    /** A block of keys in one line, a single value as it is. */
    private static String shown(JsonNode value) {
        return value.isContainerNode() ? value.toString() : value.asText();
    }

    private static String words(Set<Signal> signals) {
        return signals.isEmpty()
                ? "nothing"
                : signals.stream().map(Signal::name).collect(Collectors.joining(", "));
    }

    /** Prints {@code text} beside {@code label}, broken between words; nothing when there is no text. */
    private static void line(PrintWriter out, String label, String text) {
        if (text.isEmpty()) {
            return;
        }
        StringBuilder line = new StringBuilder(label).append(MARGIN, label.length(), MARGIN.length());
        boolean begun = false;
        for (String word : text.split(" ", -1)) {
            if (begun && line.length() + 1 + word.length() > WIDTH) {
                out.println(line);
                line = new StringBuilder(MARGIN);
                begun = false;
            }
            line.append(begun ? " " : "").append(word);
            begun = true;
        }
        out.println(line);
    }
}
