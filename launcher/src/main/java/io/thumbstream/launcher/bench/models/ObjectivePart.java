package io.thumbstream.launcher.bench.models;

import ai.djl.Device;
import io.thumbstream.lab.report.Demand;
import io.thumbstream.lab.report.Figure;
import io.thumbstream.launcher.up.Stack;
import io.thumbstream.model.lm.CausalLm;
import io.thumbstream.model.tensor.NativeThreads;
import io.thumbstream.model.text.Tokenizer;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Times steps of both learners on 16 rows of 128 tokens.
 *
 * <p>The policy learner computes with so many threads of its own with one native thread each, as it does in a pipeline; the reward learner has
 * one thread and so many native ones.
 */
final class ObjectivePart implements SizedPart {
    private static final List<String> OF_THE_POLICY = List.of("kto", "bco", "dpo");
    private static final String OF_THE_REWARD = "bradley-terry";
    private static final String ADVANTAGE = "rloo";
    private static final int WARM_UP = 2;
    private static final double OVER_TRL = 0.6;
    private static final double MILLIS = 1000;

    private final ModelPlan plan;
    private final PeerFigures peers;
    private final Path directory;
    private final Tokenizer tokenizer;

    /** @param directory with the tokenizer and the chat format */
    ObjectivePart(ModelPlan plan, PeerFigures peers, Path directory, Tokenizer tokenizer) {
        this.plan = plan;
        this.peers = peers;
        this.directory = directory;
        this.tokenizer = tokenizer;
    }

    @Override
    public List<Figure> measure(ModelSize size, int count) throws IOException {
        List<Figure> figures = new ArrayList<>();
        NativeThreads.use(Stack.NATIVE_THREADS);
        for (String objective : OF_THE_POLICY) {
            CausalLm base = CausalLm.create(size.config(), plan.seed(), Device.cpu());
            try (PolicyWork work = new PolicyWork(
                    base, BenchSettings.policy(ADVANTAGE, objective, PolicyWork.GROUPS), count, plan.seed())) {
                figures.addAll(figures(peers, objective, size, count, costs(work::step)));
            }
        }
        NativeThreads.use(count);
        CausalLm trunk = CausalLm.create(size.config().withContext(StepWork.TOKENS), plan.seed(), Device.cpu());
        try (RewardWork work = new RewardWork(trunk, OF_THE_REWARD, directory, tokenizer, plan.seed())) {
            figures.addAll(figures(peers, OF_THE_REWARD, size, count, costs(work::step)));
        }
        return figures;
    }

    private List<Cost> costs(Runnable step) {
        return Cost.each(WARM_UP, plan.fewRounds(), step);
    }

    /** Figures of one objective by what its steps cost. */
    static List<Figure> figures(PeerFigures peers, String objective, ModelSize size, int count, List<Cost> costs) {
        Cost step = Cost.median(costs);
        String name = "objective-" + objective + "-" + size.key() + "-" + count;
        double wall = step.wall() * MILLIS;
        double cpu = step.cpu() * MILLIS;
        List<Figure> figures =
                new ArrayList<>(List.of(Figure.of(name + "-wall", wall, "ms"), Figure.of(name + "-cpu", cpu, "ms")));
        Demand demand = Demand.atMost(OVER_TRL);
        peers.ratio(name + "-over-trl", name + "-wall", wall, demand).ifPresent(figures::add);
        peers.ratio(name + "-cpu-over-trl", name + "-cpu", cpu, demand).ifPresent(figures::add);
        return figures;
    }
}
