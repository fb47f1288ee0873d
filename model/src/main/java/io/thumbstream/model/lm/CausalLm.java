package io.thumbstream.model.lm;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.thumbstream.model.checkpoint.Safetensors;
import io.thumbstream.model.checkpoint.ShardedWriter;
import io.thumbstream.model.checkpoint.TensorSource;
import io.thumbstream.model.tensor.Exhaustion;
import io.thumbstream.model.tensor.ScriptCall;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * A causal language model: configuration, parameters, and the differentiable passes over whole sequences.
 *
 * <p>Passes record a graph exactly when the thread's grad mode is on, so training code wraps them in
 * {@link io.thumbstream.model.tensor.Grad#enabled}. Several threads may read one model at once; a model whose parameters
 * are being trained belongs to the training thread, others use a {@link #copy()}. A model with an adapter computes with its base's
 * weights and adds what the adapter makes of the inputs; the base computes without it, at the same time if need be.
 */
public final class CausalLm implements AutoCloseable {
    /** File name of the weights inside a model directory. */
    public static final String WEIGHTS = "model.safetensors";

    private final LmConfig config;
    private final LmOrigin origin;
    private final ParamSet parameters;
    private final LmPasses passes;
    private final Optional<LoraAdapter> adapter;

    private CausalLm(LmConfig config, LmOrigin origin, ParamSet parameters, Precision precision) {
        this(config, origin, parameters, LmPasses.of(config, parameters, precision), Optional.empty());
    }

    private CausalLm(
            LmConfig config, LmOrigin origin, ParamSet parameters, LmPasses passes, Optional<LoraAdapter> adapter) {
        this.config = config;
        this.origin = origin;
        this.parameters = parameters;
        this.passes = passes;
        this.adapter = adapter;
    }

    /** A model with random parameters that depend only on {@code config} and {@code seed}. */
    public static CausalLm create(LmConfig config, long seed, Device device) {
        ParamSet parameters = ParamSet.filled(device, set -> LmLayout.fill(set, config, seed));
        return new CausalLm(config, LmOrigin.of(config), parameters, Precision.FLOAT32);
    }

    /**
     * Reads a model directory: {@code config.json} and {@code model.safetensors}, or a sharded index.
     *
     * @throws ModelMemoryException when the weights do not fit into memory
     * @throws IOException when a file is missing or damaged, or holds other tensors than the configuration asks for
     */
    public static CausalLm load(Path directory, Device device) throws IOException {
        return load(directory, device, Precision.FLOAT32);
    }

    /** The same, with products in {@code precision}. */
    public static CausalLm load(Path directory, Device device, Precision precision) throws IOException {
        return load(directory, device, precision, Set.of());
    }

    /**
     * Reads a model directory whose weights may hold further tensors.
     *
     * @param others names of tensors that belong to another part of a model
     * @throws IOException when a file is missing or damaged, or a tensor is absent, unexpected or of another shape
     */
    public static CausalLm load(Path directory, Device device, Set<String> others) throws IOException {
        return load(directory, device, Precision.FLOAT32, others);
    }

    private static CausalLm load(Path directory, Device device, Precision precision, Set<String> others)
            throws IOException {
        ObjectNode fields = LmConfigFile.fields(directory);
        LmConfig config = LmConfigFile.parse(fields, directory.resolve(LmConfigFile.NAME));
        try (Safetensors file = Safetensors.openModel(directory)) {
            ParamSet parameters = LmWeights.load(file, config, device, others);
            return new CausalLm(config, new LmOrigin(fields, file.metadata()), parameters, precision);
        } catch (RuntimeException | Error failed) {
            if (Exhaustion.within(failed).isPresent()) {
                throw new ModelMemoryException(directory, config, failed);
            }
            throw failed;
        }
    }

    /**
     * This model with an adapter, which is closed with it. Weights, tables and compiled passes are shared, not copied, so that this model must
     * outlive it; its own passes stay what they are without the adapter.
     *
     * @throws IllegalArgumentException when the adapter was made for a base of another shape
     */
    public CausalLm withAdapter(LoraAdapter added) {
        if (adapter.isPresent()) {
            throw new IllegalStateException("The model has an adapter already; give another one to its base");
        }
        added.requireFit(config);
        return new CausalLm(config, origin, parameters, passes, Optional.of(added));
    }

    /** Writes {@code config.json} and {@code model.safetensors} (float32), an adapter merged in, into {@code directory}. */
    public void save(Path directory) throws IOException {
        writeConfig(directory);
        Safetensors.write(directory.resolve(WEIGHTS), sources(), origin.metadata());
    }

    /**
     * Writes {@code config.json} and the weights (float32), an adapter merged in, in several files with an index when they are larger.
     *
     * @param maxShardBytes most bytes of tensors in one file, positive; a single larger tensor has a file of its own
     */
    public void save(Path directory, long maxShardBytes) throws IOException {
        writeConfig(directory);
        ShardedWriter.write(directory, sources(), origin.metadata(), maxShardBytes);
    }

    /** Writes {@code config.json}, with all fields that it was read with, into {@code directory}. */
    public void writeConfig(Path directory) throws IOException {
        Files.createDirectories(directory);
        LmConfigFile.write(origin.fields(), directory);
    }

    /**
     * An independent model that computes the same, with parameters that do not require gradients: an adapter is merged into them,
     * {@code W + (alpha / rank) B A}.
     */
    public CausalLm copy() {
        return new CausalLm(config, origin, parameters.copy(merges()), passes.precision());
    }

    /** A model with the same weights that shares what does not learn and has a copy of {@link #trained()}. */
    public CausalLm replica() {
        return adapter.map(own -> new CausalLm(config, origin, parameters, passes, Optional.of(own.copy())))
                .orElseGet(this::copy);
    }

    /** Shape and constants. */
    public LmConfig config() {
        return config;
    }

    /** Parameters under Hugging Face names, those of the base when there is an adapter. */
    public ParamSet parameters() {
        return parameters;
    }

    /** The adapter, if there is one. */
    public Optional<LoraAdapter> adapter() {
        return adapter;
    }

    /** What training changes: the adapter's parameters, or all when there is none. */
    public ParamSet trained() {
        return adapter.map(LoraAdapter::parameters).orElse(parameters);
    }

    /**
     * Arrays in the order that {@link LmScript} takes them as {@code ps}, an empty one for each that this model lacks, with an adapter merged in.
     *
     * @param scratch owner of the arrays that merging makes; all others are the model's
     */
    public List<NDArray> mergedParameters(NDManager scratch) {
        Map<String, LoraMerge> merges = merges();
        return passes.inOrder(name -> Optional.ofNullable(merges.get(name))
                .map(merge -> merge.array(scratch))
                .or(() -> parameters.find(name)));
    }

    private Map<String, LoraMerge> merges() {
        return adapter.map(own -> LoraMerge.all(own, parameters, config, passes))
                .orElse(Map.of());
    }

    /** All weights for a file, each made when its turn comes, with an adapter merged in. */
    private Map<String, TensorSource> sources() {
        Map<String, TensorSource> sources = parameters.sources();
        sources.putAll(merges());
        return sources;
    }

    /** Rotary cosines, {@code [context, head]}. */
    public NDArray cos() {
        return passes.cos();
    }

    /** Rotary sines, {@code [context, head]}. */
    public NDArray sin() {
        return passes.sin();
    }

    /**
     * Scores of the next token at each position.
     *
     * @param ids {@code [batch, time]} int64
     * @return {@code [batch, time, vocabulary]}
     */
    public NDArray logits(NDManager manager, NDArray ids) {
        try (ScriptCall call = pass("logits", ids)) {
            return call.run(manager);
        }
    }

    /**
     * States after the final norm.
     *
     * @param ids {@code [batch, time]} int64
     * @return {@code [batch, time, width]}
     */
    public NDArray hidden(NDManager manager, NDArray ids) {
        try (ScriptCall call = pass("hidden", ids)) {
            return call.run(manager);
        }
    }

    /**
     * State after the final norm at the last token of each sequence, which has seen all of it.
     *
     * @param prompts token ids per row, at least one each
     * @param responses token ids per row, possibly none
     * @return {@code [batch, width]}
     */
    public NDArray lastHidden(NDManager manager, int[][] prompts, int[][] responses) {
        return lastStates(manager, prompts, responses).plain();
    }

    /** The same, which may also be seen in views; arguments as there. */
    public LastStates lastStates(NDManager manager, int[][] prompts, int[][] responses) {
        return new LastStates(this::pass, manager, prompts, responses, config);
    }

    /** Log-probabilities at temperature one; see {@link #logProbs(NDManager, int[][], int[][], double)}. */
    public TokenBatch logProbs(NDManager manager, int[][] prompts, int[][] responses) {
        return logProbs(manager, prompts, responses, 1);
    }

    /**
     * Log-probability of every response token given the prompt and the tokens before it. Rows with equal prompts share the work on them.
     *
     * @param prompts token ids per row, at least one each
     * @param responses token ids per row, including the closing end token where there was one
     * @param temperature divisor of the scores, positive; the one that the tokens were sampled with
     * @return arrays owned by {@code manager}; keep it open until after backward
     */
    public TokenBatch logProbs(NDManager manager, int[][] prompts, int[][] responses, double temperature) {
        SharedPromptInputs inputs = SharedPromptInputs.of(manager, prompts, responses, config.context(), temperature);
        try (ScriptCall call = inputs.scored(inputs.attended(pass("chosen", inputs.ids())))) {
            return inputs.batch(call.runList(manager));
        }
    }

    /** The same, with activations that are computed again in backward instead of kept; arguments as there. */
    public RecomputedPass recomputed(NDManager manager, int[][] prompts, int[][] responses, double temperature) {
        SharedPromptInputs inputs = SharedPromptInputs.of(manager, prompts, responses, config.context(), temperature);
        boolean embeddingLearns = parameters.get(LmLayout.EMBEDDING).hasGradient();
        return new RecomputedPass(this::pass, manager, inputs, config.layers(), embeddingLearns);
    }

    /**
     * Mean cross-entropy in nats per response token: the loss of supervised training.
     *
     * @return scalar, shape {@code []}
     */
    public NDArray meanLoss(NDManager manager, int[][] prompts, int[][] responses) {
        ResponseLayout layout = ResponseLayout.of(prompts, responses, config.context());
        if (layout.tokens() == 0) {
            throw new IllegalArgumentException("Every response of the batch is empty; there is nothing to learn from");
        }
        try (ScriptCall call = pass("mean_loss", layout.ids(manager))
                .tensor(layout.source(manager))
                .tensor(layout.target(manager))) {
            return call.run(manager);
        }
    }

    private ScriptCall pass(String method, NDArray ids) {
        return passes.call(method, ids, parameters, adapter);
    }

    @Override
    public void close() {
        if (adapter.isPresent()) {
            adapter.get().close(); // all else belongs to the base
            return;
        }
        passes.close();
        parameters.close();
    }
}
