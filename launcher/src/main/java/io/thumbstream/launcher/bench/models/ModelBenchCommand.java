package io.thumbstream.launcher.bench.models;

import io.thumbstream.lab.report.Figure;
import io.thumbstream.lab.report.Figures;
import io.thumbstream.launcher.console.BarProgress;
import io.thumbstream.launcher.console.FigureOptions;
import io.thumbstream.launcher.console.Progress;
import io.thumbstream.launcher.up.Folders;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code thumbstream bench models}: what steps, answers, new versions and memory of the models cost. */
@Command(
        name = "models",
        description = {
            "Measure steps of the learners, sampling, both together, time to the first token, new versions and memory for decoders of two sizes.",
            "Where PyTorch, transformers and TRL are installed for Python, the same work is timed there by benchmarks/peers/models.py; what is"
                    + " absent is said to be absent."
        },
        mixinStandardHelpOptions = true,
        footer = {"", "Example: thumbstream bench models --part step,objectives --size s --threads 1,2 --output json"})
public final class ModelBenchCommand implements Callable<Integer> {
    @Option(
            names = "--part",
            split = ",",
            paramLabel = "NAME",
            description = "step, objectives, grpo, generation, first-token, swap or memory; several with commas (all).")
    private List<ModelPart> parts = new ArrayList<>();

    @Option(names = "--size", paramLabel = "SIZE", split = ",", description = "s, m or both (s,m).")
    private List<ModelSize> sizes = List.of(ModelSize.values());

    @Option(names = "--threads", paramLabel = "N", split = ",", description = "Threads of the models (1,2).")
    private List<Integer> threads = List.of(1, 2);

    @Option(names = "--batch", paramLabel = "N", split = ",", description = "Answers sampled together (16,64).")
    private List<Integer> batches = List.of(16, 64);

    @Option(names = "--rounds", paramLabel = "N", description = "Times that each is measured (15).")
    private int rounds = 15;

    @Option(names = "--requests", paramLabel = "N", description = "Requests of the part first-token (100).")
    private int requests = 100;

    @Option(names = "--swaps", paramLabel = "N", description = "Versions of the part swap (1000).")
    private int swaps = 1_000;

    @Option(names = "--seed", paramLabel = "N", description = "Root of weights, tokens and questions (1).")
    private long seed = 1;

    @Option(names = "--python", paramLabel = "COMMAND", description = "Python with the peers (python3).")
    private String python = "python3";

    @Option(names = "--peers", paramLabel = "FILE", description = "Script that times the peers.")
    private @Nullable Path script;

    @Mixin
    private FigureOptions printing = new FigureOptions();

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli injects it before call()
    private CommandSpec spec;

    @Override
    public Integer call() throws IOException, InterruptedException {
        ModelPlan plan = plan();
        List<ModelPart> wanted = ModelPart.wanted(parts);
        Path directory = Files.createTempDirectory("thumbstream-bench-");
        List<Figure> figures = new ArrayList<>();
        try (Progress progress = BarProgress.on(spec.commandLine().getErr())) {
            PeerFigures peers = new PeerFigures(peers(plan, ModelPart.compared(wanted)));
            figures.add(Figure.of("peer-figures", peers.count(), ""));
            figures.addAll(new ModelBench(plan, peers).run(wanted, directory, progress));
        } finally {
            Folders.delete(directory);
        }
        return printing.print(new Figures(figures), spec.commandLine().getOut());
    }

    private ModelPlan plan() {
        try {
            return new ModelPlan(sizes, threads, batches, rounds, requests, swaps, seed);
        } catch (IllegalArgumentException e) {
            throw new ParameterException(spec.commandLine(), String.valueOf(e.getMessage()));
        }
    }

    private Map<String, Double> peers(ModelPlan plan, List<ModelPart> compared)
            throws IOException, InterruptedException {
        if (compared.isEmpty()) {
            return Map.of();
        }
        PrintWriter err = spec.commandLine().getErr();
        return new Peers(python, script(), err::println).measure(plan.forPeers(compared));
    }

    private Path script() {
        return script != null
                ? script
                : Path.of(System.getProperty("thumbstream.home", "."), "benchmarks", "peers", "models.py");
    }
}
