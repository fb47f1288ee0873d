package io.thumbstream.launcher.technique;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.thumbstream.launcher.console.ExitCodes;
import io.thumbstream.launcher.console.OutputFormat;
import io.thumbstream.launcher.console.Table;
import java.io.PrintWriter;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code thumbstream techniques list}: every name that the settings take, with one sentence each. */
@Command(
        name = "list",
        description = "List the techniques of every extension point, plug-ins included.",
        mixinStandardHelpOptions = true)
public final class TechniquesListCommand implements Callable<Integer> {
    private static final int SENTENCE = 90;

    @Option(
            names = "--output",
            paramLabel = "FORMAT",
            description = "table (default) or json: everything that show tells, of all techniques, as one line.")
    private OutputFormat output = OutputFormat.TABLE;

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli injects it before call()
    private CommandSpec spec;

    @Override
    public Integer call() {
        PrintWriter out = spec.commandLine().getOut();
        List<TechniqueCard> cards = TechniqueCard.all();
        if (output == OutputFormat.JSON) {
            out.println(json(cards));
        } else {
            Table table = new Table("KIND", "NAME", "WHAT IT IS");
            cards.forEach(card -> table.add(
                    card.point().kind(),
                    card.name(),
                    shortened(card.explanation().summary())));
            table.print(out);
        }
        out.flush();
        return ExitCodes.OK;
    }

    static ObjectNode json(List<TechniqueCard> cards) {
        ObjectNode root = new ObjectMapper().createObjectNode();
        cards.stream().map(TechniqueCard::toJson).forEach(root.putArray("techniques")::add);
        return root;
    }

    private static String shortened(String sentence) {
        return sentence.length() <= SENTENCE ? sentence : sentence.substring(0, SENTENCE - 3) + "...";
    }
}
