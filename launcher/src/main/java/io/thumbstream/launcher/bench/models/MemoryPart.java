package io.thumbstream.launcher.bench.models;

import ai.djl.Device;
import io.thumbstream.lab.report.Demand;
import io.thumbstream.lab.report.Figure;
import io.thumbstream.launcher.console.Progress;
import io.thumbstream.learner.policy.PolicySettings;
import io.thumbstream.model.lm.CausalLm;
import io.thumbstream.model.lm.LmConfig;
import io.thumbstream.model.lm.ModelDirectory;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * What a policy learner and two reward models of the largest shape asked for take, in a process of its own whose heap is all there from the
 * beginning: growth of resident memory since before the first model, at its peak, over what it would be if nothing were kept twice.
 */
final class MemoryPart {
    private static final double OVER_IDEAL = 1.2;
    private static final double MEBI = 1024.0 * 1024;
    private static final long MINUTES = 10;
    private static final int SAID = 5;
    /** Heap of the process, all of it touched at its start, so that none of its growth is counted. */
    private static final List<String> HEAP = List.of(
            "-Xms256m",
            "-Xmx256m",
            "-XX:+AlwaysPreTouch",
            "-XX:MaxDirectMemorySize=128m",
            "-XX:+UseSerialGC",
            "-XX:TieredStopAtLevel=1");

    private final ModelPlan plan;
    private final Path support;

    /** @param support directory with the tokenizer that the models are given */
    MemoryPart(ModelPlan plan, Path support) {
        this.plan = plan;
        this.support = support;
    }

    /** @param home directory that is new */
    List<Figure> run(Path home, Progress progress) throws IOException, InterruptedException {
        progress.phase(ModelPart.MEMORY.word(), 1);
        ModelSize size = Collections.max(plan.sizes());
        LmConfig config = size.config().withContext(StepWork.TOKENS);
        Path model = Files.createDirectories(home).resolve("model");
        try (CausalLm first = CausalLm.create(config, plan.seed(), Device.cpu())) {
            first.save(model);
        }
        ModelDirectory.copyCompanions(support, model);
        MemoryReading reading = measured(model, home);
        progress.done(1);
        long ideal = MemoryIdeal.bytes(
                config, MemoryChild.REWARD_MODELS, PolicySettings.defaults().maxTokensPerPass());
        return figures(size, reading, ideal / MEBI);
    }

    private MemoryReading measured(Path model, Path home) throws IOException, InterruptedException {
        Path answer = home.resolve("resident");
        Path log = home.resolve("log");
        Process process = new ProcessBuilder(command(model, answer))
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
        boolean ended = process.waitFor(MINUTES, TimeUnit.MINUTES);
        if (!ended || process.exitValue() != 0) {
            int unused = process.destroyForcibly().waitFor();
            List<String> lines = Files.readAllLines(log);
            throw new IOException("the process whose memory is measured "
                    + (ended ? "failed" : "did not end within " + MINUTES + " minutes") + ": "
                    + lines.subList(Math.max(0, lines.size() - SAID), lines.size()));
        }
        return MemoryReading.read(answer);
    }

    private List<String> command(Path model, Path answer) {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(HEAP);
        ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
                .filter(argument -> argument.startsWith("-Dai.djl."))
                .forEach(command::add);
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), MemoryChild.class.getName()));
        command.addAll(List.of(model.toString(), Long.toString(plan.seed()), answer.toString()));
        return command;
    }

    /**
     * Figures by what was read; a ratio is demanded of the larger shape only, where the system tells resident memory.
     *
     * @param ideal MiB
     */
    static List<Figure> figures(ModelSize size, MemoryReading reading, double ideal) {
        String name = "memory-" + size.key();
        double ratio = reading.growth() / ideal;
        Demand demand = size == ModelSize.M && Double.isFinite(ratio) ? Demand.atMost(OVER_IDEAL) : Demand.NONE;
        return List.of(
                new Figure(name + "-over-ideal", ratio, "ratio", demand),
                Figure.of(name + "-growth", reading.growth(), "MiB"),
                Figure.of(name + "-ideal", ideal, "MiB"),
                Figure.of(name + "-before", reading.before(), "MiB"),
                Figure.of(name + "-after", reading.after(), "MiB"),
                Figure.of(name + "-peak", reading.peak(), "MiB"));
    }
}
