package io.thumbstream.model.reward;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.thumbstream.model.checkpoint.Safetensors;
import io.thumbstream.model.checkpoint.TensorData;
import io.thumbstream.model.lm.CausalLm;
import io.thumbstream.model.lm.ParamSet;
import io.thumbstream.model.optim.AdamW;
import io.thumbstream.model.tensor.Grad;
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
                return rows(pass(scope.manager(), inputs), inputs.size());
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
        List<RewardTokens.Row> rows = rows(inputs);
        int time = rows.stream()
                .mapToInt(row -> row.prompt().length + row.response().length)
                .max()
                .orElseThrow();
        long[] ids = new long[rows.size() * time];
        for (int i = 0; i < rows.size(); i++) {
            int at = i * time;
            for (int[] part : List.of(rows.get(i).prompt(), rows.get(i).response())) {
                for (int id : part) {
                    ids[at++] = id;
                }
            }
        }
        return Grad.off(() -> {
            try (StepScope scope = StepScope.open(manager)) {
                NDArray input = scope.manager().create(ids, new Shape(rows.size(), time));
                NDArray scores = model.hidden(scope.manager(), input)
                        .matMul(heads.get(HEAD).transpose());
                return prefixes(rows(scores, rows.size() * time), rows, time);
            }
        });
    }

    /** The places of each row from its last prompt token on; those behind its end are padding. */
    private static double[][][] prefixes(double[][] places, List<RewardTokens.Row> rows, int time) {
        double[][][] prefixes = new double[rows.size()][][];
        for (int i = 0; i < prefixes.length; i++) {
            int first = i * time + rows.get(i).prompt().length - 1;
            prefixes[i] = Arrays.copyOfRange(places, first, first + 1 + rows.get(i).response().length);
        }
        return prefixes;
    }

    private List<RewardTokens.Row> rows(List<ScoreInput> inputs) {
        int context = model.config().context();
        return inputs.stream().map(input -> tokens.row(input, context)).toList();
    }

    private NDArray pass(NDManager target, List<ScoreInput> inputs) {
        List<RewardTokens.Row> rows = rows(inputs);
        int[][] prompts = rows.stream().map(RewardTokens.Row::prompt).toArray(int[][]::new);
        int[][] responses = rows.stream().map(RewardTokens.Row::response).toArray(int[][]::new);
        return pass(target, prompts, responses);
    }

    private NDArray pass(NDManager target, int[][] prompts, int[][] responses) {
        return model.lastHidden(target, prompts, responses)
                .matMul(heads.get(HEAD).transpose());
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
        StepScope scope = StepScope.open(manager);
        NDArray graph = Grad.enabled(() -> pass(scope.manager(), inputs));
        double[][] scores = rows(graph, inputs.size());
        return new Pass() {
            @Override
            public double[][] scores() {
                return scores;
            }

            @Override
            public boolean update(double[][] gradient) {
                return learn(scope.manager(), graph, gradient);
            }

            @Override
            public void close() {
                scope.close();
            }
        };
    }

    private boolean learn(NDManager target, NDArray graph, double[][] gradient) {
        float[] flat = new float[gradient.length * members()];
        boolean any = false;
        for (int i = 0; i < flat.length; i++) {
            flat[i] = (float) gradient[i / members()][i % members()];
            any |= flat[i] != 0;
            if (!Float.isFinite(flat[i])) {
                return false;
            }
        }
        if (!any) {
            return true;
        }
        NDArray weights = target.create(flat, graph.getShape());
        Grad.enabled(() -> Grad.backward(graph.mul(weights).sum()));
        return step();
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
    public Map<String, TensorData> weights() {
        Map<String, TensorData> all = new LinkedHashMap<>(model.parameters().tensors());
        all.putAll(heads.tensors());
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
