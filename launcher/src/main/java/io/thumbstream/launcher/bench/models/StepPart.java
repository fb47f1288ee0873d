package io.thumbstream.launcher.bench.models;

import io.thumbstream.lab.report.Demand;
import io.thumbstream.lab.report.Figure;
import io.thumbstream.model.tensor.NativeThreads;
import java.util.ArrayList;
import java.util.List;

/** Times plain policy steps, turn by turn with matrix products, so that what slows the machine slows both. */
final class StepPart implements SizedPart {
    private static final int WARM_UP = 3;
    private static final double OF_THE_MACHINE = 0.6;
    private static final double OVER_TORCH = 1.1;
    private static final double MILLIS = 1000;
    private static final double GIGA = 1e9;

    private final ModelPlan plan;
    private final PeerFigures peers;

    StepPart(ModelPlan plan, PeerFigures peers) {
        this.plan = plan;
        this.peers = peers;
    }

    @Override
    public List<Figure> measure(ModelSize size, int count) {
        NativeThreads.use(count);
        List<Cost> steps = new ArrayList<>();
        List<Cost> products = new ArrayList<>();
        double flops;
        try (StepWork work = new StepWork(size, plan.seed());
                ProductWork product = new ProductWork()) {
            flops = product.flops();
            for (int i = -WARM_UP; i < plan.rounds(); i++) {
                Cost step = Cost.of(work::step);
                Cost one = Cost.of(product::multiply);
                if (i >= 0) {
                    steps.add(step);
                    products.add(one);
                }
            }
        }
        return figures(
                size, count, Cost.median(steps), flops / Cost.median(products).wall());
    }

    private List<Figure> figures(ModelSize size, int count, Cost step, double machine) {
        String name = "step-" + size.key() + "-" + count;
        double rate = size.stepFlops(StepWork.ROWS, StepWork.TOKENS) / step.wall();
        double wall = step.wall() * MILLIS;
        double cpu = step.cpu() * MILLIS;
        List<Figure> figures = new ArrayList<>(List.of(
                new Figure(name + "-over-matmul", rate / machine, "ratio", Demand.atLeast(OF_THE_MACHINE)),
                Figure.of(name + "-wall", wall, "ms"),
                Figure.of(name + "-cpu", cpu, "ms"),
                Figure.of(name + "-rate", rate / GIGA, "GFLOP/s"),
                Figure.of("matmul-" + size.key() + "-" + count + "-rate", machine / GIGA, "GFLOP/s")));
        Demand demand = Demand.atMost(OVER_TORCH);
        peers.ratio(name + "-over-torch", name + "-wall", wall, demand).ifPresent(figures::add);
        peers.ratio(name + "-cpu-over-torch", name + "-cpu", cpu, demand).ifPresent(figures::add);
        return figures;
    }
}
