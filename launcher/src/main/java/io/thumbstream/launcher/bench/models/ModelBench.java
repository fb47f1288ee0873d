package io.thumbstream.launcher.bench.models;

import io.thumbstream.lab.report.Demand;
import io.thumbstream.lab.report.Figure;
import io.thumbstream.launcher.console.Progress;
import io.thumbstream.model.tensor.Grad;
import io.thumbstream.model.tensor.NativeThreads;
import io.thumbstream.model.text.Tokenizer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Times steps and answers, turn by turn with matrix products, so that what slows the machine slows both. */
final class ModelBench {
    private static final int WARM_UP = 3;
    private static final double OF_THE_MACHINE = 0.6;
    private static final double OVER_TORCH = 1.1;
    private static final double OVER_TRANSFORMERS = 3;
    private static final double MILLIS = 1000;
    private static final double GIGA = 1e9;

    private final List<ModelSize> sizes;
    private final List<Integer> threads;
    private final List<Integer> batches;
    private final int rounds;
    private final long seed;

    /**
     * What is measured.
     *
     * @param threads numbers of native threads
     * @param batches numbers of answers sampled together
     * @param rounds times that each is measured, after three to warm up, at least 1
     */
    ModelBench(List<ModelSize> sizes, List<Integer> threads, List<Integer> batches, int rounds, long seed) {
        this.sizes = List.copyOf(sizes);
        this.threads = List.copyOf(threads);
        this.batches = List.copyOf(batches);
        this.rounds = rounds;
        this.seed = seed;
    }

    /**
     * Measures all of it.
     *
     * @param peers numbers of other libraries by the names that the script gives them
     */
    List<Figure> run(Tokenizer tokenizer, Map<String, Double> peers, Progress progress) {
        Grad.prepareThread();
        List<Figure> figures = new ArrayList<>();
        for (ModelSize size : sizes) {
            for (int count : threads) {
                NativeThreads.use(count);
                progress.phase("model " + size + ", " + count + " threads", 1L + batches.size());
                figures.addAll(step(size, count, peers));
                progress.done(1);
                for (int i = 0; i < batches.size(); i++) {
                    figures.addAll(answers(size, count, batches.get(i), tokenizer, peers));
                    progress.done(2L + i);
                }
            }
        }
        return figures;
    }

    private List<Figure> step(ModelSize size, int count, Map<String, Double> peers) {
        List<Cost> steps = new ArrayList<>();
        List<Cost> products = new ArrayList<>();
        double flops;
        try (StepWork work = new StepWork(size, seed);
                ProductWork product = new ProductWork()) {
            flops = product.flops();
            for (int i = -WARM_UP; i < rounds; i++) {
                Cost step = Cost.of(work::step);
                Cost one = Cost.of(product::multiply);
                if (i >= 0) {
                    steps.add(step);
                    products.add(one);
                }
            }
        }
        Cost step = Cost.median(steps);
        double rate = size.stepFlops(StepWork.ROWS, StepWork.TOKENS) / step.wall();
        double machine = flops / Cost.median(products).wall();
        String name = "step-" + size.key() + "-" + count;
        List<Figure> figures = new ArrayList<>(List.of(
                new Figure(name + "-over-matmul", rate / machine, "ratio", Demand.atLeast(OF_THE_MACHINE)),
                Figure.of(name + "-wall", step.wall() * MILLIS, "ms"),
                Figure.of(name + "-cpu", step.cpu() * MILLIS, "ms"),
                Figure.of(name + "-rate", rate / GIGA, "GFLOP/s"),
                Figure.of("matmul-" + size.key() + "-" + count + "-rate", machine / GIGA, "GFLOP/s")));
        peer(peers, name + "-wall")
                .ifPresent(torch -> figures.add(new Figure(
                        name + "-over-torch", step.wall() * MILLIS / torch, "ratio", Demand.atMost(OVER_TORCH))));
        return figures;
    }

    private List<Figure> answers(ModelSize size, int count, int batch, Tokenizer tokenizer, Map<String, Double> peers) {
        List<Cost> costs = new ArrayList<>();
        long[] tokens = {0};
        double cpu = 0;
        double wall = 0;
        try (AnswerWork work = new AnswerWork(size, tokenizer, batch, seed)) {
            long warm = work.answers();
            for (int i = 0; i < rounds && warm > 0; i++) {
                Cost cost = Cost.of(() -> tokens[0] += work.answers());
                costs.add(cost);
                cpu += cost.cpu();
                wall += cost.wall();
            }
        }
        String name = "generate-" + size.key() + "-" + count + "-batch-" + batch;
        double perCpu = tokens[0] / cpu;
        List<Figure> figures = new ArrayList<>(List.of(
                Figure.of(name + "-tokens-per-cpu-second", perCpu, "tokens/s"),
                Figure.of(name + "-tokens-per-second", tokens[0] / wall, "tokens/s"),
                Figure.of(name + "-batch-wall", Cost.median(costs).wall() * MILLIS, "ms")));
        peer(peers, name + "-tokens-per-cpu-second")
                .ifPresent(theirs -> figures.add(new Figure(
                        name + "-over-transformers", perCpu / theirs, "ratio", Demand.atLeast(OVER_TRANSFORMERS))));
        return figures;
    }

    private static Optional<Double> peer(Map<String, Double> peers, String name) {
        return Optional.ofNullable(peers.get(name));
    }
}
