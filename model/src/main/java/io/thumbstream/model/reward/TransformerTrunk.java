package io.thumbstream.model.reward;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.thumbstream.model.checkpoint.Safetensors;
import io.thumbstream.model.checkpoint.TensorSource;
import io.thumbstream.model.lm.CausalLm;
import io.thumbstream.model.lm.FeatureDropout;
import io.thumbstream.model.lm.LastStates;
import io.thumbstream.model.lm.ParamSet;
import io.thumbstream.model.lm.TokenBatch;
import io.thumbstream.model.optim.AdamW;
import io.thumbstream.model.tensor.Grad;
import io.thumbstream.model.tensor.Masked;
import io.thumbstream.model.tensor.StepScope;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;

/**
 * Linear heads on the state of a causal transformer at the last token of an answer.
 *
 * <p>{@code score_m = h_last . w_m} with {@code h_last [width]} after the final norm. Source: Ziegler et al., Fine-tuning
 * language models from human preferences, 2019, arXiv 1909.08593. The members share the trunk and differ by the seed of their
 * head and by the bootstrap weights of the loss, so they agree more than separate trunks would. Owns the model.
 */
final class TransformerTrunk implements RewardTrunk, PrefixScorer {
    static final String KIND = "transformer";

    static final String HEAD = "reward.heads";

    private final TransformerTrunkSettings settings;
    private final RewardTokens tokens;
    private final CausalLm model;
    private final ParamSet heads;
    private final AdamW headOptimizer;
    private final Optional<AdamW> trunkOptimizer;
    private final NDManager manager;

    TransformerTrunk(TransformerTrunkSettings settings, RewardTokens tokens, CausalLm model, long seed) {
        this.settings = settings;
        this.tokens = tokens;
        this.model = model;
        int width = model.config().width();
        SplittableRandom random = new SplittableRandom(seed);
        float[] first = new float[settings.members() * width];
        for (int i = 0; i < first.length; i++) {
            first[i] = (float) (settings.headScale() * random.nextGaussian());
        }
        heads = new ParamSet(model.parameters().device());
        heads.add(HEAD, new Shape(settings.members(), width), first);
        heads.requireGrad(true);
        model.parameters().requireGrad(settings.trainTrunk());
        headOptimizer = new AdamW(heads, AdamW.Settings.defaults());
        trunkOptimizer = settings.trainTrunk()
                ? Optional.of(new AdamW(model.parameters(), AdamW.Settings.defaults()))
                : Optional.empty();
        manager = NDManager.newBaseManager(model.parameters().device());
    }

    @Override
    public String kind() {
        return KIND;
    }

    @Override
    public int members() {
        return settings.members();
    }

    @Override
    public double[][] scores(List<ScoreInput> inputs) {
        if (inputs.isEmpty()) {
            return new double[0][];
        }
        return Grad.off(() -> {
            try (StepScope scope = StepScope.open(manager)) {
                return rows(pass(scope.manager(), tokens(inputs)), inputs.size());
            }
        });
    }

    @Override
    public Optional<PrefixScorer> prefixes() {
        return Optional.of(this);
    }

    @Override
    public double[][][] prefixScores(List<ScoreInput> inputs) {
        if (inputs.isEmpty()) {
            return new double[0][][];
        }
        PrefixBatch batch = PrefixBatch.of(List.of(tokens(inputs)));
        return Grad.off(() -> {
            try (StepScope scope = StepScope.open(manager)) {
                NDArray ids = scope.manager().create(batch.ids(), new Shape(inputs.size(), batch.time()));
                NDArray scores = model.hidden(scope.manager(), ids)
                        .matMul(heads.get(HEAD).transpose());
                return batch.prefixes(rows(scores, inputs.size() * batch.time()));
            }
        });
    }

    private NDArray pass(NDManager target, RewardTokens.Row[] rows) {
        return pass(target, prompts(rows), responses(rows));
    }

    private NDArray pass(NDManager target, int[][] prompts, int[][] responses) {
        return model.lastHidden(target, prompts, responses)
                .matMul(heads.get(HEAD).transpose());
    }

    /** Mean log-probability of the tokens of each answer, {@code [input]}. */
    private NDArray text(NDManager target, RewardTokens.Row[] rows) {
        TokenBatch batch = model.logProbs(target, prompts(rows), responses(rows));
        return Masked.rowMean(batch.logProbs(), batch.mask());
    }

    /** States of the answers in two views, {@code [input, width]} each. */
    private List<NDArray> views(NDManager target, RewardTokens.Row[] rows, FeatureDropout dropout) {
        LastStates states = model.lastStates(target, prompts(rows), responses(rows));
        return dropout.views().stream().map(states::dropped).toList();
    }

    private RewardTokens.Row[] tokens(List<ScoreInput> inputs) {
        return inputs.stream()
                .map(input -> tokens.row(input, model.config().context()))
                .toArray(RewardTokens.Row[]::new);
    }

    private static int[][] prompts(RewardTokens.Row[] rows) {
        return Arrays.stream(rows).map(RewardTokens.Row::prompt).toArray(int[][]::new);
    }

    private static int[][] responses(RewardTokens.Row[] rows) {
        return Arrays.stream(rows).map(RewardTokens.Row::response).toArray(int[][]::new);
    }

    private double[][] rows(NDArray scores, int count) {
        float[] flat = scores.toFloatArray();
        double[][] rows = new double[count][members()];
        for (int i = 0; i < flat.length; i++) {
            rows[i / members()][i % members()] = flat[i];
        }
        return rows;
    }

    /** Scores behind the last token of each row, {@code [row][member]}. */
    double[][] tokenScores(int[][] prompts, int[][] responses) {
        return Grad.off(() -> {
            try (StepScope scope = StepScope.open(manager)) {
                return rows(pass(scope.manager(), prompts, responses), prompts.length);
            }
        });
    }

    @Override
    public Pass forward(List<ScoreInput> inputs) {
        return open(inputs, false, Optional.empty());
    }

    /** It is part of the trunk, so that nothing can be taught to it where that is frozen. */
    @Override
    public boolean hasLanguageHead() {
        return settings.trainTrunk();
    }

    @Override
    public Pass forwardWithText(List<ScoreInput> inputs) {
        return open(inputs, true, Optional.empty());
    }

    /** What is frozen cannot learn through its states. */
    @Override
    public boolean hasViews() {
        return settings.trainTrunk();
    }

    @Override
    public Pass forwardWithViews(List<ScoreInput> inputs, FeatureDropout dropout, boolean withText) {
        return open(inputs, withText, Optional.of(dropout));
    }

    private Pass open(List<ScoreInput> inputs, boolean withText, Optional<FeatureDropout> dropout) {
        StepScope scope = StepScope.open(manager);
        try {
            return pass(scope, tokens(inputs), withText, dropout);
        } catch (RuntimeException | Error e) {
            scope.close(); // or what the thread makes from now on would join it
            throw e;
        }
    }

    private Pass pass(StepScope scope, RewardTokens.Row[] rows, boolean withText, Optional<FeatureDropout> dropout) {
        NDArray graph = Grad.enabled(() -> pass(scope.manager(), rows));
        Optional<NDArray> text =
                withText ? Optional.of(Grad.enabled(() -> text(scope.manager(), rows))) : Optional.empty();
        List<NDArray> states = dropout.map(wanted -> Grad.enabled(() -> views(scope.manager(), rows, wanted)))
                .orElse(List.of());
        return new GraphPass(scope, graph, text, states, this::step);
    }

    private boolean step() {
        double rate = settings.learningRate();
        double norm = headOptimizer.step(rate, settings.weightDecay(), settings.maxNorm());
        double trunkNorm = trunkOptimizer
                .map(optimizer -> optimizer.step(rate, settings.weightDecay(), settings.maxNorm()))
                .orElse(0.0);
        return Double.isFinite(norm) && Double.isFinite(trunkNorm);
    }

    @Override
    public ObjectNode describe() {
        return new ObjectMapper().valueToTree(settings);
    }

    @Override
    public Map<String, TensorSource> weights() {
        Map<String, TensorSource> all = new LinkedHashMap<>(model.parameters().sources());
        all.putAll(heads.sources());
        return all;
    }

    void loadHeads(Safetensors file) throws IOException {
        heads.read(file, "");
    }

    @Override
    public void writeCompanions(Path directory) throws IOException {
        model.writeConfig(directory);
        tokens.write(directory);
    }

    @Override
    public void saveOptimizer(Path file) throws IOException {
        headOptimizer.save(file);
        if (trunkOptimizer.isPresent()) {
            trunkOptimizer.get().save(trunkFile(file));
        }
    }

    @Override
    public void loadOptimizer(Path file) throws IOException {
        headOptimizer.load(file);
        if (trunkOptimizer.isPresent()) {
            trunkOptimizer.get().load(trunkFile(file));
        }
    }

    private static Path trunkFile(Path file) {
        return file.resolveSibling("trunk-" + file.getFileName());
    }

    @Override
    public void close() {
        trunkOptimizer.ifPresent(AdamW::close);
        headOptimizer.close();
        manager.close();
        heads.close();
        model.close();
    }
}
