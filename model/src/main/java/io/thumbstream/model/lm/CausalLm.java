package io.thumbstream.model.lm;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.NDScope;
import ai.djl.ndarray.types.Shape;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.thumbstream.model.checkpoint.Safetensors;
import io.thumbstream.model.checkpoint.ShardedWriter;
import io.thumbstream.model.tensor.ScriptCall;
import io.thumbstream.model.tensor.TorchScriptLibrary;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;

/**
 * A causal language model: configuration, parameters, and the differentiable passes over whole sequences.
 *
 * <p>Passes record a graph exactly when the thread's grad mode is on, so training code wraps them in
 * {@link io.thumbstream.model.tensor.Grad#enabled}. Several threads may read one model at once; a model whose parameters
 * are being trained belongs to the training thread, others use a {@link #copy()}.
 */
public final class CausalLm implements AutoCloseable {
    /** File name of the weights inside a model directory. */
    public static final String WEIGHTS = "model.safetensors";

    private final LmConfig config;
    private final LmOrigin origin;
    private final ParamSet parameters;
    private final NDManager constants;
    private final NDArray cos;
    private final NDArray sin;
    private final NDArray absent;
    private final TorchScriptLibrary library;

    private CausalLm(LmConfig config, LmOrigin origin, ParamSet parameters) {
        this.config = config;
        this.origin = origin;
        this.parameters = parameters;
        constants = NDManager.newBaseManager(parameters.device());
        RotaryTable table = RotaryTable.of(config);
        cos = table.cos(constants);
        sin = table.sin(constants);
        absent = constants.zeros(new Shape(0));
        NDScope.unregister(cos, sin, absent);
        library = TorchScriptLibrary.load(constants, LmScript.BLOCKS, LmScript.FORWARD, SharedPromptScript.CHOSEN);
    }

    /** A model with random parameters that depend only on {@code config} and {@code seed}. */
    public static CausalLm create(LmConfig config, long seed, Device device) {
        SplittableRandom random = new SplittableRandom(seed);
        ParamSet parameters = new ParamSet(device);
        LmLayout.shapes(config)
                .forEach((name, shape) -> parameters.add(name, shape, LmLayout.draw(name, shape, config, random)));
        return new CausalLm(config, LmOrigin.of(config), parameters);
    }

    /**
     * Reads a model directory: {@code config.json} and {@code model.safetensors}, or a sharded index.
     *
     * @throws IOException when a file is missing or damaged, or holds other tensors than the configuration asks for
     */
    public static CausalLm load(Path directory, Device device) throws IOException {
        return load(directory, device, Set.of());
    }

    /**
     * Reads a model directory whose weights may hold further tensors.
     *
     * @param others names of tensors that belong to another part of a model
     * @throws IOException when a file is missing or damaged, or a tensor is absent, unexpected or of another shape
     */
    public static CausalLm load(Path directory, Device device, Set<String> others) throws IOException {
        ObjectNode fields = LmConfigFile.fields(directory);
        LmConfig config = LmConfigFile.parse(fields, directory.resolve(LmConfigFile.NAME));
        try (Safetensors file = Safetensors.openModel(directory)) {
            ParamSet parameters = LmWeights.load(file, config, device, others);
            return new CausalLm(config, new LmOrigin(fields, file.metadata()), parameters);
        }
    }

    /** Writes {@code config.json} and {@code model.safetensors} (float32) into {@code directory}. */
    public void save(Path directory) throws IOException {
        writeConfig(directory);
        Safetensors.write(directory.resolve(WEIGHTS), parameters.sources(), origin.metadata());
    }

    /**
     * Writes {@code config.json} and the weights (float32), in several files with an index when they are larger.
     *
     * @param maxShardBytes most bytes of tensors in one file, positive; a single larger tensor has a file of its own
     */
    public void save(Path directory, long maxShardBytes) throws IOException {
        writeConfig(directory);
        ShardedWriter.write(directory, parameters.sources(), origin.metadata(), maxShardBytes);
    }

    /** Writes {@code config.json}, with all fields that it was read with, into {@code directory}. */
    public void writeConfig(Path directory) throws IOException {
        Files.createDirectories(directory);
        LmConfigFile.write(origin.fields(), directory);
    }

    /** An independent model with equal parameters that do not require gradients. */
    public CausalLm copy() {
        return new CausalLm(config, origin, parameters.copy());
    }

    /** Shape and constants. */
    public LmConfig config() {
        return config;
    }

    /** Parameters under Hugging Face names. */
    public ParamSet parameters() {
        return parameters;
    }

    /** Arrays in the order that {@link LmScript} takes them as {@code ps}, an empty one for each that this model lacks. */
    public List<NDArray> scriptParameters() {
        return LmLayout.scriptOrder(config).stream()
                .map(name -> parameters.find(name).orElse(absent))
                .toList();
    }

    /** Rotary cosines, {@code [context, head]}. */
    public NDArray cos() {
        return cos;
    }

    /** Rotary sines, {@code [context, head]}. */
    public NDArray sin() {
        return sin;
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
        ResponseLayout layout = ResponseLayout.of(prompts, responses, config.context());
        NDArray last = manager.create(ResponseLayout.lastPositions(prompts, responses, layout.inputTime()));
        try (ScriptCall call = pass("states_at", layout.ids(manager)).tensor(last)) {
            return call.run(manager);
        }
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
        if (!(temperature > 0)) {
            throw new IllegalArgumentException(
                    "Temperature " + temperature + " must be positive; greedy answers are scored at 1");
        }
        SharedPromptLayout layout = SharedPromptLayout.of(prompts, responses, config.context());
        NDArray mask = layout.mask(manager);
        try (ScriptCall call = pass("chosen", layout.ids(manager))
                .tensor(layout.positions(manager, config.context()))
                .tensor(layout.owner(manager))
                .tensor(layout.promptMask(manager))
                .tensor(layout.answerMask(manager))
                .tensor(layout.source(manager))
                .tensor(layout.target(manager))
                .tensor(layout.place(manager))
                .tensor(layout.zeros(manager))
                .number(temperature)) {
            NDList result = call.runList(manager);
            return new TokenBatch(
                    result.get(0).reshape(layout.resultShape()), result.get(1).reshape(layout.resultShape()), mask);
        }
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
        return library.call(method)
                .tensor(ids)
                .tensors(scriptParameters())
                .tensor(cos)
                .tensor(sin)
                .integer(config.heads())
                .integer(config.keyValueHeads())
                .number(config.normEpsilon());
    }

    @Override
    public void close() {
        library.close();
        constants.close();
        parameters.close();
    }
}
