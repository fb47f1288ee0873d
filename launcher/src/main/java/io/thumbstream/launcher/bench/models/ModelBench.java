package io.thumbstream.launcher.bench.models;

import io.thumbstream.lab.pretrain.SupportModel;
import io.thumbstream.lab.report.Figure;
import io.thumbstream.launcher.console.Progress;
import io.thumbstream.model.tensor.Grad;
import io.thumbstream.model.text.BpeVocabulary;
import io.thumbstream.model.text.HfTokenizer;
import io.thumbstream.model.text.Tokenizer;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Runs parts of the benchmark one after the other. */
final class ModelBench {
    private final ModelPlan plan;
    private final PeerFigures peers;

    ModelBench(ModelPlan plan, PeerFigures peers) {
        this.plan = plan;
        this.peers = peers;
    }

    /**
     * Runs {@code parts} in this order.
     *
     * @param home directory for models, topics and versions, below which each part that needs one has its own
     */
    List<Figure> run(List<ModelPart> parts, Path home, Progress progress) throws IOException, InterruptedException {
        Grad.prepareThread();
        Path support = home.resolve("support");
        String unusedDigest = SupportModel.copyTo(support);
        List<Figure> figures = new ArrayList<>();
        try (HfTokenizer tokenizer = HfTokenizer.load(support.resolve(BpeVocabulary.FILE))) {
            for (ModelPart part : parts) {
                figures.addAll(run(part, home.resolve(part.word()), support, tokenizer, progress));
            }
        }
        return figures;
    }

    private List<Figure> run(ModelPart part, Path home, Path support, Tokenizer tokenizer, Progress progress)
            throws IOException, InterruptedException {
        return switch (part) {
            case STEP -> everySize(part, new StepPart(plan, peers), progress);
            case OBJECTIVES -> everySize(part, new ObjectivePart(plan, peers, support, tokenizer), progress);
            case GRPO -> everySize(part, new GrpoPart(plan, peers, tokenizer), progress);
            case GENERATION -> everySize(part, new GenerationPart(plan, peers, tokenizer), progress);
            case FIRST_TOKEN -> new FirstTokenPart(plan).run(home, progress);
            case SWAP -> new SwapPart(plan).run(home, progress);
            case MEMORY -> new MemoryPart(plan, support).run(home, progress);
        };
    }

    private List<Figure> everySize(ModelPart part, SizedPart measured, Progress progress) throws IOException {
        progress.phase(part.word(), (long) plan.sizes().size() * plan.threads().size());
        List<Figure> figures = new ArrayList<>();
        long done = 0;
        for (ModelSize size : plan.sizes()) {
            for (int count : plan.threads()) {
                figures.addAll(measured.measure(size, count));
                done++;
                progress.done(done);
            }
        }
        return figures;
    }
}
