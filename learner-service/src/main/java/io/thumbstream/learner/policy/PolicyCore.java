package io.thumbstream.learner.policy;

import ai.djl.Device;
import io.thumbstream.learner.engine.BatchTrigger;
import io.thumbstream.learner.engine.InputLookup;
import io.thumbstream.learner.engine.InputRecord;
import io.thumbstream.learner.engine.LearnerCore;
import io.thumbstream.learner.engine.Position;
import io.thumbstream.learner.engine.StepContext;
import io.thumbstream.learner.engine.StepInput;
import io.thumbstream.learner.engine.StepOutcome;
import io.thumbstream.learner.engine.StepPlan;
import io.thumbstream.learner.replay.Candidate;
import io.thumbstream.learner.replay.GroupRollout;
import io.thumbstream.learner.replay.ReplayBuffer;
import io.thumbstream.learner.replay.RolloutGroup;
import io.thumbstream.model.checkpoint.Digests;
import io.thumbstream.model.lm.CausalLm;
import io.thumbstream.model.lm.LmConfig;
import io.thumbstream.model.lm.ModelDirectory;
import io.thumbstream.model.lm.ModelMemoryException;
import io.thumbstream.runtime.error.FatalException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Stream;

/**
 * The policy as a state machine: experience in, steps out.
 *
 * <p>Where labels are read, their weights are first multiplied with what the firewall leaves of them ({@link GroupTrust}); groups that then teach
 * nothing make the step smaller, and a step of nothing else leaves the weights as they are. Decisions about people, of humans or of the reward
 * learner's firewall, are then inputs of the next step, before its groups, or alone where no groups are due: such a step leaves the weights as they
 * are. Where labels are not read decisions are passed over.
 */
public final class PolicyCore implements LearnerCore<RolloutGroup> {
    private final PolicySettings settings;
    private final Path baseDirectory;
    private final CausalLm base;
    private final PolicyTrainer trainer;
    private final ReplayBuffer<Position> buffer;
    private final GroupTrust trust;
    private final DecisionQueue decisions;
    private final BatchTrigger trigger;
    private int skipsInARow;
    private final PublishedWeights published = new PublishedWeights();

    /**
     * A learner that starts from the model in {@code baseDirectory} and is held near it.
     *
     * @param device where the model computes
     * @param clock decides only how long a partial batch waits
     * @param threads threads that compute a step, at least 1; the result does not depend on them
     * @param seed of a fresh adapter; of no use when all weights learn
     * @throws UncheckedIOException when the base model is missing or damaged
     * @throws FatalException when it, or what learning takes besides, does not fit into memory; nothing stays loaded then
     */
    public PolicyCore(PolicySettings settings, Path baseDirectory, Device device, Clock clock, int threads, long seed) {
        this.settings = settings;
        this.trigger = new BatchTrigger(settings.groupsPerStep(), settings.maxWait(), clock);
        this.baseDirectory = baseDirectory;
        try {
            this.base = CausalLm.load(baseDirectory, device, settings.precision());
        } catch (ModelMemoryException e) {
            throw new FatalException("the policy learner cannot start: " + e.getMessage(), e);
        } catch (IOException e) {
            throw new UncheckedIOException(
                    "Cannot load the base policy from " + baseDirectory
                            + "; put config.json and model.safetensors there",
                    e);
        }
        try {
            this.trainer = new PolicyTrainer(settings, base, threads, seed, weightsFile(settings, baseDirectory));
        } catch (RuntimeException | Error failed) {
            base.close();
            throw failed;
        }
        this.buffer = new ReplayBuffer<>(settings.replay(), this::waits);
        this.trust = new GroupTrust(
                settings.trust(), trainer.stages(), settings.replay().usesPerRevision());
        this.decisions = new DecisionQueue(trust.hears());
    }

    /** Digest of the base model's weights, as manifests and records name it; empty when nobody compares, or they are in several files. */
    private static Optional<String> weightsFile(PolicySettings settings, Path directory) {
        if (!PolicyStages.of(settings).needsReference()) {
            return Optional.empty();
        }
        Path weights = directory.resolve(CausalLm.WEIGHTS);
        try {
            return Files.isRegularFile(weights) ? Optional.of(Digests.ofFile(weights)) : Optional.empty();
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot read " + weights, e);
        }
    }

    @Override
    public void accept(InputRecord<RolloutGroup> record) {
        if (record.value().decides()) {
            decisions.accept(record);
        } else {
            buffer.accept(record.position(), record.value());
        }
    }

    @Override
    public Optional<StepPlan<RolloutGroup>> plan(StepContext context) {
        buffer.dropStale(context.version());
        List<StepInput<RolloutGroup>> inputs = new ArrayList<>(decisions.next(settings.groupsPerStep()));
        if (trigger.due(buffer.size())) {
            inputs.addAll(selected(context));
        }
        return inputs.isEmpty() ? Optional.empty() : Optional.of(new StepPlan<>(context, inputs));
    }

    private List<StepInput<RolloutGroup>> selected(StepContext context) {
        List<ReplayBuffer.Held<Position>> waiting = buffer.waiting();
        List<Candidate> candidates = waiting.stream()
                .map(held -> new Candidate(
                        held.group().groupId(),
                        held.group().eventTime(),
                        held.uses(),
                        held.group().lag(context.version()),
                        trust.heard(held.group()).hasLabel()))
                .toList();
        return trainer.stages().selector().select(candidates, settings.groupsPerStep(), context.seed()).stream()
                .map(waiting::get)
                .map(PolicyCore::input)
                .toList();
    }

    @Override
    public StepOutcome apply(StepPlan<RolloutGroup> plan) {
        List<RolloutGroup> groups = new ArrayList<>();
        for (InputRecord<RolloutGroup> record : plan.records()) {
            if (record.value().decides()) {
                record.value().ruling().ifPresent(trust::decide);
                decisions.taken(record.id());
            } else {
                groups.add(record.value());
            }
        }
        GroupTrust.Weighed weighed = trust.weigh(groups);
        StepOutcome outcome = taken(weighed, plan.context());
        if (groups.isEmpty()) {
            return outcome;
        }
        groups.forEach(group -> buffer.used(group.groupId(), group.revision()));
        if (!weighed.groups().isEmpty()) { // a step without groups says nothing of the loss
            skipsInARow = outcome.skipped().isPresent() ? skipsInARow + 1 : 0;
        }
        if (skipsInARow >= settings.maxSkipsInARow()) {
            throw new FatalException(skipsInARow + " policy steps in a row had a loss or gradient that is not finite,"
                    + " the last with groups "
                    + groups.stream().map(RolloutGroup::groupId).toList()
                    + "; lower the learning rate or go back to an older checkpoint");
        }
        return outcome;
    }

    /** Takes the step; the published version is noted in any case, so that a later step does not take it for a new one. */
    private StepOutcome taken(GroupTrust.Weighed weighed, StepContext context) {
        OptionalLong version = published.before(context);
        if (weighed.groups().isEmpty()) {
            return new StepOutcome(Optional.empty(), 0, 0, weighed.measures());
        }
        StepOutcome outcome = trainer.train(weighed.groups(), version);
        Map<String, Double> measures = new HashMap<>(outcome.measures());
        measures.putAll(weighed.measures());
        return new StepOutcome(outcome.skipped(), outcome.samples(), outcome.tokens(), measures);
    }

    @Override
    public List<StepInput<RolloutGroup>> revised(List<StepInput<RolloutGroup>> inputs) {
        return inputs.stream()
                .filter(input -> understands(input.record().value()))
                .toList();
    }

    private boolean understands(RolloutGroup input) {
        return input.decides() ? trust.hears() : usable(input);
    }

    private boolean usable(RolloutGroup group) {
        return fits(group) && trainer.stages().usable(group);
    }

    /** Forgets the groups that wait, and no decision; those already learned from stay known, so that a later revision is no new sample. */
    public void forgetWaiting() {
        buffer.dropWaiting();
    }

    /** Groups that wait. */
    public int waiting() {
        return buffer.size();
    }

    /** Groups that left unused, by reason. */
    public Map<ReplayBuffer.Drop, Long> drops() {
        return buffer.drops();
    }

    /** Native arrays that outlive a step; their number grows only in a learner that leaks. */
    public int heldArrays() {
        return trainer.heldArrays();
    }

    @Override
    public void snapshot(Path dir) {
        try {
            trainer.save(dir, baseDirectory.toString());
            BufferFile.write(buffer, trainer.stageState(), dir);
            trust.write(dir);
            decisions.write(dir);
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot write the policy state to " + dir, e);
        }
    }

    @Override
    public void restore(Path dir, InputLookup<RolloutGroup> lookup) {
        try {
            trust.read(dir); // before the buffer, which asks it what is worth a place
            trainer.load(dir, BufferFile.read(buffer, dir, lookup));
            decisions.read(dir, lookup);
            published.forget();
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot read the policy state from " + dir, e);
        }
    }

    @Override
    public void export(Path dir) {
        try {
            trainer.export(dir, baseDirectory.toString());
            ModelDirectory.copyCompanions(baseDirectory, dir);
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot write a policy version to " + dir, e);
        }
    }

    @Override
    public String digest() {
        return trainer.digest();
    }

    @Override
    public void close() {
        trainer.close();
        base.close();
    }

    private static StepInput<RolloutGroup> input(ReplayBuffer.Held<Position> held) {
        RolloutGroup group = held.group();
        return StepInput.of(new InputRecord<>(held.place(), group.groupId(), group.revision(), group));
    }

    /** Whether a group is worth a place in a step. */
    private boolean waits(RolloutGroup group) {
        return fits(group) && trainer.stages().usable(trust.heard(group));
    }

    /** Whether the model can take every answer: within its context, and of its vocabulary. */
    private boolean fits(RolloutGroup group) {
        LmConfig config = base.config();
        return Stream.concat(group.rollouts().stream(), group.startAnswers().stream())
                .allMatch(rollout -> rollout.length() <= config.context() && known(rollout, config.vocabularySize()));
    }

    private static boolean known(GroupRollout rollout, int vocabulary) {
        return Arrays.stream(rollout.promptTokens()).allMatch(id -> id >= 0 && id < vocabulary)
                && Arrays.stream(rollout.tokens()).allMatch(id -> id >= 0 && id < vocabulary);
    }
}
