package io.thumbstream.launcher.bench.models;

import io.thumbstream.lab.pretrain.SupportModel;
import io.thumbstream.lab.report.Figure;
import io.thumbstream.lab.report.Figures;
import io.thumbstream.launcher.console.BarProgress;
import io.thumbstream.launcher.console.FigureOptions;
import io.thumbstream.launcher.console.Progress;
import io.thumbstream.launcher.up.Folders;
import io.thumbstream.model.text.BpeVocabulary;
import io.thumbstream.model.text.HfTokenizer;
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

/** {@code thumbstream bench models}: what steps and answers cost. */
@Command(
        name = "models",
        description = {
            "Time policy steps (16 x 128 tokens) and sampling of decoders of two sizes, beside matrix products in the same run.",
            "Where PyTorch and transformers are installed for Python, the same work is timed there by benchmarks/peers/models.py; what is"
                    + " absent is said to be absent."
        },
        mixinStandardHelpOptions = true,
        footer = {"", "Example: thumbstream bench models --size s --threads 1,2 --output json"})
public final class ModelBenchCommand implements Callable<Integer> {
    private static final int MOST_THREADS = 256;
    private static final int MOST_ROUNDS = 10_000;

    @Option(names = "--size", paramLabel = "SIZE", split = ",", description = "s, m or both (s,m).")
    private List<ModelSize> sizes = List.of(ModelSize.values());

    @Option(names = "--threads", paramLabel = "N", split = ",", description = "Native threads (1,2).")
    private List<Integer> threads = List.of(1, 2);

    @Option(names = "--batch", paramLabel = "N", split = ",", description = "Answers sampled together (16,64).")
    private List<Integer> batches = List.of(16, 64);

    @Option(names = "--rounds", paramLabel = "N", description = "Times that each is measured (15).")
    private int rounds = 15;

    @Option(names = "--seed", paramLabel = "N", description = "Root of weights and tokens (1).")
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
        check("--rounds", rounds, MOST_ROUNDS);
        threads.forEach(count -> check("--threads", count, MOST_THREADS));
        batches.forEach(batch -> check("--batch", batch, 1024));
        PrintWriter err = spec.commandLine().getErr();
        Path directory = Files.createTempDirectory("thumbstream-bench-");
        List<Figure> figures = new ArrayList<>();
        try (Progress progress = BarProgress.on(err)) {
            Map<String, Double> peers = new Peers(python, script(), err::println).measure();
            figures.add(Figure.of("peer-figures", peers.size(), ""));
            String unusedDigest = SupportModel.copyTo(directory);
            try (HfTokenizer tokenizer = HfTokenizer.load(directory.resolve(BpeVocabulary.FILE))) {
                figures.addAll(new ModelBench(sizes, threads, batches, rounds, seed).run(tokenizer, peers, progress));
            }
        } finally {
            Folders.delete(directory);
        }
        return printing.print(new Figures(figures), spec.commandLine().getOut());
    }

    private Path script() {
        return script != null
                ? script
                : Path.of(System.getProperty("thumbstream.home", "."), "benchmarks", "peers", "models.py");
    }

    private void check(String option, int value, int most) {
        if (value < 1 || value > most) {
            throw new ParameterException(spec.commandLine(), option + " is " + value + "; give 1 to " + most);
        }
    }
}
