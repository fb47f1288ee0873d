package io.thumbstream.learner.policy;

import io.thumbstream.learner.engine.StepOutcome;
import io.thumbstream.learner.replay.RolloutGroup;
import io.thumbstream.learner.stabilize.PolicyWeights;
import io.thumbstream.learner.stabilize.Stabilizer;
import io.thumbstream.model.checkpoint.Safetensors;
import io.thumbstream.model.lm.CausalLm;
import io.thumbstream.model.lm.ParamSet;
import io.thumbstream.model.lm.Precision;
import io.thumbstream.model.optim.AdamW;
import io.thumbstream.model.tensor.Grad;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;

/**
 * Takes gradient steps on a policy: groups, advantages, loss, backward, optimizer.
 *
 * <p>A step is a function of the weights, the optimizer's moments, the state of the objective and the stabilizers, their copies of the weights
 * and the groups; it draws no random numbers. One thread owns it.
 */
public final class PolicyTrainer implements AutoCloseable {
    private static final String OPTIMIZER = "optimizer.safetensors";
    private static final String KEPT = "kept-";
    private static final String SUFFIX = ".safetensors";

    private final PolicySettings settings;
    private final PolicyStages stages;
    private final TrainedPolicy policy;
    private final AdamW optimizer;
    private final Lanes lanes;
    private final PolicyWeights weights;
    private final PolicyMemory memory;

    /**
     * A trainer of a copy of {@code base}, or of an adapter on it; {@code base} becomes the frozen reference and stays the caller's to close.
     *
     * @param threads threads that compute a step, at least 1; they change how long it takes, never a bit of its result
     * @param seed of a fresh adapter; of no use when all weights learn
     * @throws io.thumbstream.runtime.error.FatalException when it does not fit into memory; nothing of it is left then
     */
    public PolicyTrainer(PolicySettings settings, CausalLm base, int threads, long seed) {
        this(settings, base, threads, seed, Optional.empty());
    }

    /**
     * The same, which takes log-probabilities of the reference from records that have them.
     *
     * @param baseSha256 digest of the file that the weights of {@code base} are from; empty has them computed in each step
     */
    PolicyTrainer(PolicySettings settings, CausalLm base, int threads, long seed, Optional<String> baseSha256) {
        this.settings = settings;
        this.stages = PolicyStages.of(settings);
        this.memory = PolicyMemory.of(settings, base.config(), threads);
        Deque<Runnable> made = new ArrayDeque<>();
        try {
            this.policy = TrainedPolicy.of(settings, base, seed);
            made.push(policy::close);
            this.weights = new PolicyWeights(policy.weights(), policy.start());
            made.push(weights::close);
            this.optimizer = new AdamW(policy.weights(), AdamW.Settings.defaults());
            made.push(optimizer::close);
            this.lanes = new Lanes(
                    policy.model(),
                    stages.needsReference() ? Optional.of(reference(settings, base, baseSha256)) : Optional.empty(),
                    settings.temperature(),
                    settings.activationCheckpointing(),
                    settings.lanes(),
                    threads);
        } catch (RuntimeException | Error failed) {
            made.forEach(Runnable::run);
            throw memory.explained("a policy learner", failed);
        }
    }

    /** Records are computed in float32: beside products in bfloat16 their numbers would look like a distance where there is none. */
    private static Reference reference(PolicySettings settings, CausalLm base, Optional<String> sha256) {
        boolean alike = settings.precision() == Precision.FLOAT32;
        return new Reference(base, settings.temperature(), alike ? sha256 : Optional.empty());
    }

    /** The policy as it is now; read it only on the training thread. */
    public CausalLm policy() {
        return policy.model();
    }

    /** Lower-case sha256 of all that the policy's answers depend on. */
    String digest() {
        return policy.digest();
    }

    PolicyStages stages() {
        return stages;
    }

    /** Takes one step from weights that were never published; see {@link #train(List, OptionalLong)}. */
    public StepOutcome train(List<RolloutGroup> groups) {
        return train(groups, OptionalLong.empty());
    }

    /**
     * Takes one step on {@code groups}; a partial batch moves the weights proportionally less, and one in which no group teaches the objective
     * anything does not move them.
     *
     * @param published version that was made of the present weights, when there is one; its answers show whether sampler and learner agree
     * @throws io.thumbstream.runtime.error.FatalException when it does not fit into memory; the weights have not moved then
     */
    public StepOutcome train(List<RolloutGroup> groups, OptionalLong published) {
        StepRows rows = StepRows.of(groups, stages);
        Map<String, Double> measures = gradient(rows, published);
        double norm = Double.NaN;
        if (Double.isFinite(measures.getOrDefault(StepMeasures.LOSS, Double.NaN))) {
            double rate = settings.learningRate() * share(groups) * stabilizersRate();
            norm = optimizer.step(rate, settings.weightDecay(), settings.maxGradientNorm());
        } else {
            lanes.clear();
        }
        measures.put("grad-norm", norm);
        boolean taken = Double.isFinite(norm);
        if (taken) {
            stages.objective().endStep();
            weights.steps(optimizer.steps());
            Grad.off(() -> stages.stabilizers().forEach(each -> each.afterStep(weights)));
        }
        measures.put("reward", meanReward(groups));
        Optional<String> skipped = taken ? Optional.empty() : Optional.of("non_finite");
        return new StepOutcome(skipped, rows.samples(), rows.tokens(), measures);
    }

    /** What {@code groups} are of a whole step; one that is there for its answers of the start policy alone does not count. */
    private double share(List<RolloutGroup> groups) {
        long teaching = stages.readsStartAnswers()
                ? groups.stream().filter(stages::teaches).count()
                : groups.size();
        return Math.min(1, (double) teaching / settings.groupsPerStep());
    }

    private double stabilizersRate() {
        return stages.stabilizers().stream().mapToDouble(Stabilizer::rate).reduce(1, (all, one) -> all * one);
    }

    /** Leaves the gradient in the policy; gives what was measured. */
    private Map<String, Double> gradient(StepRows rows, OptionalLong published) {
        stages.objective().beginStep();
        stages.stabilizers().forEach(Stabilizer::beginStep);
        OptionalLong version = publishesOwn() ? published : OptionalLong.empty();
        try {
            return new TreeMap<>(lanes.gradient(rows, stages, settings.maxTokensPerPass(), version));
        } catch (RuntimeException | Error failed) {
            throw memory.explained("a policy step of " + rows.samples() + " answers", failed);
        }
    }

    /** Whether no stabilizer has other weights served than the policy's. */
    private boolean publishesOwn() {
        return stages.stabilizers().stream()
                .allMatch(each -> each.published(weights).isEmpty());
    }

    /** Of what the policy sampled itself. */
    private static double meanReward(List<RolloutGroup> groups) {
        return groups.stream()
                .flatMap(group -> group.sampled().stream())
                .flatMap(group -> group.rollouts().stream())
                .mapToDouble(rollout -> rollout.reward())
                .average()
                .orElse(0);
    }

    int heldArrays() {
        return weights.held();
    }

    /** Numbers of the stages that must survive a restart. */
    StageState stageState() {
        return stages.state();
    }

    /**
     * Writes what learns, the optimizer's moments and the stabilizers' copies.
     *
     * @param base where the weights are that the policy began as
     */
    void save(Path directory, String base) throws IOException {
        policy.save(directory, base);
        optimizer.save(directory.resolve(OPTIMIZER));
        for (Map.Entry<String, ParamSet> copy : weights.kept().entrySet()) {
            Safetensors.write(
                    directory.resolve(KEPT + copy.getKey() + SUFFIX),
                    copy.getValue().sources(),
                    Map.of());
        }
    }

    /**
     * Writes the weights that are to be served: the policy's own unless a stabilizer has others.
     *
     * @param base where the weights are that the policy began as
     */
    void export(Path directory, String base) throws IOException {
        Optional<ParamSet> other = stages.stabilizers().stream()
                .flatMap(each -> each.published(weights).stream())
                .findFirst();
        policy.export(directory, base, other);
    }

    void load(Path directory, StageState stageState) throws IOException {
        policy.load(directory);
        optimizer.load(directory.resolve(OPTIMIZER));
        weights.steps(optimizer.steps());
        weights.forget();
        try (DirectoryStream<Path> copies = Files.newDirectoryStream(directory, KEPT + "*" + SUFFIX)) {
            for (Path copy : copies) {
                String file = String.valueOf(copy.getFileName());
                weights.kept(file.substring(KEPT.length(), file.length() - SUFFIX.length()))
                        .read(copy);
            }
        }
        stages.restore(stageState);
    }

    @Override
    public void close() {
        optimizer.close();
        lanes.close();
        weights.close();
        policy.close();
    }
}
