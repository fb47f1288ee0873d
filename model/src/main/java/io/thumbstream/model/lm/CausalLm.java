package io.thumbstream.model.lm;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.NDScope;
import io.thumbstream.model.checkpoint.Safetensors;
import io.thumbstream.model.tensor.ScriptCall;
import io.thumbstream.model.tensor.TorchScriptLibrary;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
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
    private final ParamSet parameters;
    private final NDManager constants;
    private final NDArray cos;
    private final NDArray sin;
    private final TorchScriptLibrary library;

    private CausalLm(LmConfig config, ParamSet parameters) {
        this.config = config;
        this.parameters = parameters;
        constants = NDManager.newBaseManager(parameters.device());
        RotaryTable table = RotaryTable.of(config);
        cos = table.cos(constants);
        sin = table.sin(constants);
        NDScope.unregister(cos, sin);
        library = TorchScriptLibrary.load(constants, LmScript.BLOCKS, LmScript.FORWARD, SharedPromptScript.CHOSEN);
    }

    /** A model with random parameters that depend only on {@code config} and {@code seed}. */
    public static CausalLm create(LmConfig config, long seed, Device device) {
        SplittableRandom random = new SplittableRandom(seed);
        ParamSet parameters = new ParamSet(device);
        LmLayout.shapes(config)
                .forEach((name, shape) -> parameters.add(name, shape, LmLayout.draw(name, shape, config, random)));
        return new CausalLm(config, parameters);
    }

    /**
     * Reads a model directory: {@code config.json} and {@code model.safetensors}, or a sharded index.
     *
     * @throws IOException when a file is missing or damaged, or a tensor does not fit the configuration
     */
    public static CausalLm load(Path directory, Device device) throws IOException {
        LmConfig config = LmConfigFile.read(directory);
        ParamSet parameters = new ParamSet(device);
        try (Safetensors file = Safetensors.openModel(directory)) {
            for (var entry : LmLayout.shapes(config).entrySet()) {
                parameters.add(
                        entry.getKey(),
                        entry.getValue(),
                        file.floats(entry.getKey(), entry.getValue().getShape()));
            }
        } catch (IOException | RuntimeException e) {
            parameters.close();
            throw e;
        }
        return new CausalLm(config, parameters);
    }

    /** Writes {@code config.json} and {@code model.safetensors} (float32) into {@code directory}. */
    public void save(Path directory) throws IOException {
        Files.createDirectories(directory);
        LmConfigFile.write(config, directory);
        Safetensors.write(directory.resolve(WEIGHTS), parameters.tensors(), Map.of("format", "pt"));
    }

    /** An independent model with equal parameters that do not require gradients. */
    public CausalLm copy() {
        return new CausalLm(config, parameters.copy());
    }

    /** Shape and constants. */
    public LmConfig config() {
        return config;
    }

    /** Parameters under Hugging Face names. */
    public ParamSet parameters() {
        return parameters;
    }

    /** Arrays in the order that {@link LmScript} takes them as {@code ps}. */
    public List<NDArray> scriptParameters() {
        return LmLayout.scriptOrder(config).stream().map(parameters::get).toList();
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
