package io.thumbstream.launcher.bench.models;

import ai.djl.Device;
import io.thumbstream.lab.report.Demand;
import io.thumbstream.lab.report.Figure;
import io.thumbstream.launcher.up.Stack;
import io.thumbstream.model.lm.CausalLm;
import io.thumbstream.model.tensor.NativeThreads;
import io.thumbstream.model.text.Tokenizer;
import java.util.ArrayList;
import java.util.List;

/** Times rounds of sampling, rewarding and learning. Operations have one native thread, and the step so many threads of its own. */
final class GrpoPart implements SizedPart {
    private static final int WARM_UP = 1;
    private static final double OVER_TRL = 2;

    private final ModelPlan plan;
    private final PeerFigures peers;
    private final Tokenizer tokenizer;

    GrpoPart(ModelPlan plan, PeerFigures peers, Tokenizer tokenizer) {
        this.plan = plan;
        this.peers = peers;
        this.tokenizer = tokenizer;
    }

    @Override
    public List<Figure> measure(ModelSize size, int count) {
        NativeThreads.use(Stack.NATIVE_THREADS);
        CausalLm base = CausalLm.create(size.config(), plan.seed(), Device.cpu());
        try (GrpoWork work = new GrpoWork(base, count, tokenizer, plan.seed())) {
            return figures(peers, size, count, Cost.each(WARM_UP, plan.fewRounds(), work::round));
        }
    }

    /** Figures by what each round cost. */
    static List<Figure> figures(PeerFigures peers, ModelSize size, int count, List<Cost> rounds) {
        Cost all = Cost.sum(rounds);
        double sequences = (double) GrpoWork.SEQUENCES * rounds.size();
        String name = "grpo-" + size.key() + "-" + count;
        String rate = name + "-sequences-per-cpu-second";
        double perCpu = sequences / all.cpu();
        List<Figure> figures = new ArrayList<>(List.of(
                Figure.of(rate, perCpu, "sequences/s"),
                Figure.of(name + "-sequences-per-second", sequences / all.wall(), "sequences/s")));
        peers.ratio(name + "-over-trl", rate, perCpu, Demand.atLeast(OVER_TRL)).ifPresent(figures::add);
        return figures;
    }
}
