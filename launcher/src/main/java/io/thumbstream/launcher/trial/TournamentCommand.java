package io.thumbstream.launcher.trial;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.thumbstream.launcher.command.ConfigOptions;
import io.thumbstream.launcher.console.BarProgress;
import io.thumbstream.launcher.console.FigureOptions;
import io.thumbstream.launcher.console.Progress;
import io.thumbstream.launcher.up.VersionFromBuild;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code thumbstream lab tournament}: ways to learn against ways in which the world behaves. */
@Command(
        name = "tournament",
        description = {
            "Let recipes learn in scenarios on the Lexicon bed: changing wishes, noise, one-sided, rare, late and hostile feedback.",
            "Every pair is an arm of its own for each seed; areas under the curve of true worth are compared by seed. No system is started.",
            "What is done is kept below DIR/lab/tournament and not run again."
        },
        mixinStandardHelpOptions = true,
        footer = {"", "Example: thumbstream lab tournament --seeds 5 --report report --output json"})
public final class TournamentCommand implements Callable<Integer> {
    @Mixin
    private ConfigOptions config = new ConfigOptions();

    @Option(names = "--seeds", paramLabel = "N", description = "Number of seeds (3).")
    private int seeds = 3;

    @Option(names = "--seeds-from", paramLabel = "K", description = "First seed (1).")
    private long first = 1;

    @Option(names = "--scenario", paramLabel = "NAME", split = ",", description = "Only these scenarios.")
    private List<String> scenarios = List.of();

    @Option(
            names = "--recipes",
            paramLabel = "FILE",
            description = "YAML map of recipes by name that compete with the default in place of the shipped ones.")
    private @Nullable Path recipes;

    @Option(names = "--report", paramLabel = "DIR", description = "Write the table as a page there.")
    private @Nullable Path report;

    @Mixin
    private FigureOptions printing = new FigureOptions();

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli injects it before call()
    private CommandSpec spec;

    @Override
    public Integer call() throws IOException {
        if (seeds < 1) {
            throw new ParameterException(spec.commandLine(), "--seeds is " + seeds + "; give at least 1");
        }
        Tournament tournament = Tournament.load();
        if (!scenarios.isEmpty()) {
            tournament = tournament.only(scenarios);
        }
        if (recipes != null) {
            tournament = tournament.against(read(recipes));
        }
        Path home = Path.of(config.load().value().dataDir()).resolve("lab");
        List<Long> all = LongStream.range(first, first + seeds).boxed().toList();
        List<Standing> standings = new ArrayList<>();
        try (Progress progress = BarProgress.on(spec.commandLine().getErr())) {
            for (var scenario : tournament.scenarios().entrySet()) {
                standings.add(new Standing(
                        scenario.getKey(),
                        scenario.getValue(),
                        TrialRun.curves(
                                "tournament/" + scenario.getKey(),
                                scenario.getValue(),
                                tournament.recipes(),
                                all,
                                home,
                                progress)));
            }
        }
        TournamentReport result = new TournamentReport(tournament, standings);
        if (report != null) {
            result.writeTo(report, VersionFromBuild.describe(), all);
        }
        return printing.print(result.figures(), spec.commandLine().getOut());
    }

    private JsonNode read(Path file) throws IOException {
        try {
            return new YAMLMapper().readTree(Files.readString(file));
        } catch (NoSuchFileException e) {
            throw new ParameterException(spec.commandLine(), "--recipes is " + file + ", which is not there", e);
        } catch (JsonProcessingException e) {
            throw new ParameterException(
                    spec.commandLine(), "--recipes is " + file + ", which is no YAML: " + e.getOriginalMessage(), e);
        } catch (IOException e) {
            throw new ParameterException(
                    spec.commandLine(),
                    "--recipes is " + file + ", which cannot be read as a file: " + e.getMessage()
                            + "; give a YAML file",
                    e);
        }
    }
}
