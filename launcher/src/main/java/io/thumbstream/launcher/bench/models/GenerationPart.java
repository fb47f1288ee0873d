package io.thumbstream.launcher.bench.models;

import io.thumbstream.lab.report.Demand;
import io.thumbstream.lab.report.Figure;
import io.thumbstream.model.tensor.NativeThreads;
import io.thumbstream.model.text.Tokenizer;
import java.util.ArrayList;
import java.util.List;

/** Times answers of the sampler that serves, a batch at a time. */
final class GenerationPart implements SizedPart {
    private static final double OVER_TRANSFORMERS = 3;
    private static final double MILLIS = 1000;

    private final ModelPlan plan;
    private final PeerFigures peers;
    private final Tokenizer tokenizer;

    GenerationPart(ModelPlan plan, PeerFigures peers, Tokenizer tokenizer) {
        this.plan = plan;
        this.peers = peers;
        this.tokenizer = tokenizer;
    }

    @Override
    public List<Figure> measure(ModelSize size, int count) {
        NativeThreads.use(count);
        List<Figure> figures = new ArrayList<>();
        for (int batch : plan.batches()) {
            figures.addAll(answers(size, count, batch));
        }
        return figures;
    }

    private List<Figure> answers(ModelSize size, int count, int batch) {
        List<Cost> costs = new ArrayList<>();
        long[] tokens = {0};
        try (AnswerWork work = new AnswerWork(size, tokenizer, batch, plan.seed())) {
            long warm = work.answers();
            for (int i = 0; i < plan.rounds() && warm > 0; i++) {
                costs.add(Cost.of(() -> tokens[0] += work.answers()));
            }
        }
        Cost all = Cost.sum(costs);
        String name = "generate-" + size.key() + "-" + count + "-batch-" + batch;
        String rate = name + "-tokens-per-cpu-second";
        double perCpu = tokens[0] / all.cpu();
        List<Figure> figures = new ArrayList<>(List.of(
                Figure.of(rate, perCpu, "tokens/s"),
                Figure.of(name + "-tokens-per-second", tokens[0] / all.wall(), "tokens/s"),
                Figure.of(name + "-batch-wall", Cost.median(costs).wall() * MILLIS, "ms")));
        peers.ratio(name + "-over-transformers", rate, perCpu, Demand.atLeast(OVER_TRANSFORMERS))
                .ifPresent(figures::add);
        return figures;
    }
}
