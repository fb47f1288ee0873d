package io.thumbstream.model.optim;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import io.thumbstream.model.checkpoint.Digests;
import io.thumbstream.model.checkpoint.Safetensors;
import io.thumbstream.model.checkpoint.TensorSource;
import io.thumbstream.model.lm.ParamSet;
import io.thumbstream.model.tensor.Grad;
import io.thumbstream.model.tensor.ScriptCall;
import io.thumbstream.model.tensor.StepScope;
import io.thumbstream.model.tensor.TorchScriptLibrary;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * AdamW with a global gradient-norm limit, in fused native calls.
 *
 * <p>{@code m = b1 m + (1 - b1) g; v = b2 v + (1 - b2) g^2; p = p - lr (m^ / (sqrt(v^) + eps) + wd p)} with bias-corrected
 * {@code m^, v^}. Source: Loshchilov and Hutter, Decoupled Weight Decay Regularization, 2019, arXiv 1711.05101. Weight
 * decay applies to matrices and not to vectors (norm weights, biases). A non-finite gradient changes nothing; a parameter that
 * took no part in the loss has a zero gradient. The whole
 * state can be saved and restored, so that a resumed run equals an uninterrupted one bit for bit. One thread owns it.
 */
public final class AdamW implements AutoCloseable {
    private static final String SOURCE =
            """
              def global_norm(self: __torch__.Ops, gs: List[Tensor]) -> Tensor:
                return torch.norm(torch.stack(torch._foreach_norm(gs, 2)))
              def adamw(self: __torch__.Ops, ps: List[Tensor], gs: List[Tensor], ms: List[Tensor], vs: List[Tensor], st: List[Tensor], scale: float, lr: float, b1: float, b2: float, eps: float, wd: float) -> Tensor:
                torch._foreach_mul_(gs, scale)
                torch._foreach_add_(st, 1)
                none = annotate(List[Tensor], [])
                torch._fused_adamw_(ps, gs, ms, vs, none, st, lr=lr, beta1=b1, beta2=b2, weight_decay=wd, eps=eps, amsgrad=False, maximize=False)
                return st[0]
            """;
    /** Keeps the limit finite when the norm is zero. */
    private static final double NORM_EPSILON = 1e-6;

    private static final String FIRST = "m/";
    private static final String SECOND = "v/";
    private static final String STEP = "t/";

    private final Settings settings;
    private final ParamSet parameters;
    private final List<String> matrices = new ArrayList<>();
    private final List<String> vectors = new ArrayList<>();
    private final ParamSet first;
    private final ParamSet second;
    private final ParamSet steps;
    private final NDManager manager;
    private final TorchScriptLibrary library;

    /**
     * Constants of the update rule.
     *
     * @param beta1 decay of the first moment, in {@code [0, 1)}
     * @param beta2 decay of the second moment, in {@code [0, 1)}
     * @param epsilon added to the root of the second moment, positive
     */
    public record Settings(double beta1, double beta2, double epsilon) {
        public Settings {
            if (!(beta1 >= 0 && beta1 < 1 && beta2 >= 0 && beta2 < 1 && epsilon > 0)) {
                throw new IllegalArgumentException("AdamW needs betas in [0, 1) and a positive epsilon but got " + beta1
                        + ", " + beta2 + " and " + epsilon);
            }
        }

        /** {@code beta1 = 0.9, beta2 = 0.99, epsilon = 1e-8}: the second moment forgets fast enough for a moving target. */
        public static Settings defaults() {
            return new Settings(0.9, 0.99, 1e-8);
        }
    }

    /** An optimizer with zero moments for all of {@code parameters}, which it updates in place and does not close. */
    public AdamW(ParamSet parameters, Settings settings) {
        this.parameters = parameters;
        this.settings = settings;
        if (parameters.names().isEmpty()) {
            throw new IllegalArgumentException("There are no parameters to optimize; add them to the set first");
        }
        for (String name : parameters.names()) {
            boolean vector = parameters.get(name).getShape().dimension() < 2;
            (vector ? vectors : matrices).add(name);
        }
        first = parameters.zeros();
        try {
            second = parameters.zeros();
        } catch (RuntimeException | Error failed) {
            first.close();
            throw failed;
        }
        steps = new ParamSet(parameters.device());
        parameters.names().forEach(name -> steps.add(name, new Shape(), new float[1]));
        manager = NDManager.newBaseManager(parameters.device());
        library = TorchScriptLibrary.load(manager, SOURCE);
    }

    /**
     * Applies the gradients accumulated in the parameters, then clears them.
     *
     * @param learningRate at least zero; at zero only the moments and the step count change
     * @param weightDecay at least zero; the decay per step is {@code learningRate * weightDecay}
     * @param maxNorm limit of the global gradient norm; infinity for none
     * @return the norm before limiting; when it is not finite nothing was changed except that gradients are cleared
     */
    public double step(double learningRate, double weightDecay, double maxNorm) {
        try (StepScope scope = StepScope.open(manager)) {
            double norm = Grad.off(() -> {
                double found = globalNorm(scope.manager());
                if (Double.isFinite(found)) {
                    double scale = Math.min(1, maxNorm / (found + NORM_EPSILON));
                    update(matrices, scope.manager(), scale, learningRate, weightDecay);
                    update(vectors, scope.manager(), scale, learningRate, 0);
                }
                return found;
            });
            parameters.arrays().forEach(Grad::clear);
            return norm;
        }
    }

    private double globalNorm(NDManager target) {
        List<NDArray> gradients = parameters.arrays().stream().map(Grad::of).toList();
        try (ScriptCall call = library.call("global_norm").tensors(gradients)) {
            return call.run(target).getFloat();
        }
    }

    private void update(List<String> group, NDManager target, double scale, double rate, double decay) {
        if (group.isEmpty()) {
            return;
        }
        List<NDArray> gradients =
                group.stream().map(name -> Grad.of(parameters.get(name))).toList();
        try (ScriptCall call = library.call("adamw")
                .tensors(of(group, parameters))
                .tensors(gradients)
                .tensors(of(group, first))
                .tensors(of(group, second))
                .tensors(of(group, steps))
                .number(scale)
                .number(rate)
                .number(settings.beta1())
                .number(settings.beta2())
                .number(settings.epsilon())
                .number(decay)) {
            call.run(target).close();
        }
    }

    /** Number of updates applied. */
    public long steps() {
        return (long) steps.arrays().get(0).getFloat();
    }

    /** SHA-256 over moments and step count. */
    public String digest() {
        return Digests.of(first.digest() + second.digest() + steps.digest());
    }

    /** Writes moments and step count to a safetensors file. */
    public void save(Path file) throws IOException {
        Map<String, TensorSource> tensors = new LinkedHashMap<>();
        first.sources().forEach((name, data) -> tensors.put(FIRST + name, data));
        second.sources().forEach((name, data) -> tensors.put(SECOND + name, data));
        steps.sources().forEach((name, data) -> tensors.put(STEP + name, data));
        Safetensors.write(file, tensors, Map.of("optimizer", "adamw"));
    }

    /**
     * Replaces moments and step count by those of a file written by {@link #save}.
     *
     * @throws IOException when the file is damaged or belongs to other parameters; the state is then unspecified
     */
    public void load(Path file) throws IOException {
        try (Safetensors tensors = Safetensors.open(file)) {
            first.read(tensors, FIRST);
            second.read(tensors, SECOND);
            steps.read(tensors, STEP);
        }
    }

    private static List<NDArray> of(List<String> group, ParamSet set) {
        return group.stream().map(set::get).toList();
    }

    @Override
    public void close() {
        library.close();
        manager.close();
        first.close();
        second.close();
        steps.close();
    }
}
