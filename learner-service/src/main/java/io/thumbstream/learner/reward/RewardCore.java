package io.thumbstream.learner.reward;

import io.thumbstream.learner.engine.InputLookup;
import io.thumbstream.learner.engine.InputRecord;
import io.thumbstream.learner.engine.LearnerCore;
import io.thumbstream.learner.engine.StepContext;
import io.thumbstream.learner.engine.StepInput;
import io.thumbstream.learner.engine.StepOutcome;
import io.thumbstream.learner.engine.StepPlan;
import io.thumbstream.model.checkpoint.Digests;
import io.thumbstream.model.checkpoint.TensorData;
import io.thumbstream.model.reward.RewardModelFiles;
import io.thumbstream.model.reward.RewardTrunk;
import io.thumbstream.model.reward.ScoreInput;
import io.thumbstream.runtime.error.FatalException;
import java.io.IOException;
import java.nio.FloatBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * The reward learner: labels in, a better ensemble out.
 *
 * <p>New labels are learned in the order of arrival, in batches of whatever waits; each is predicted before it is learned for
 * the first time (test, then train). While none waits, labels of the recent window are learned again until each had its share
 * of uses. A revision replaces an earlier one as {@link RecentLabels} says. A label of a kind that the objective does not
 * understand is ignored. Equal records, settings and seeds give equal weights. One thread owns it.
 */
public final class RewardCore implements LearnerCore<RewardLabel> {
    static final String OPTIMIZER = "optimizer.safetensors";

    private final RewardCoreSettings settings;
    private final RecentLabels labels;
    private final Supplier<PeopleEffects> newPeople;
    private final RewardObjective objective;
    private final TrunkLoader loader;
    private RewardTrainer trainer;

    /** Reads a trunk from a directory that {@link RewardModelFiles#save} wrote. */
    @FunctionalInterface
    public interface TrunkLoader {
        RewardTrunk load(Path directory) throws IOException;
    }

    /**
     * A learner that owns {@code trunk}.
     *
     * @param loader reads the trunk of a checkpoint, which then takes the place of {@code trunk}
     */
    public RewardCore(RewardCoreSettings settings, RewardTrunk trunk, TrunkLoader loader) {
        this.settings = settings;
        this.loader = loader;
        objective = RewardObjectives.CATALOG.create(settings.objective());
        labels = new RecentLabels(settings.recentLabels(), settings.uses(), settings.pairUses());
        newPeople = () -> new PeopleEffects(settings.people());
        trainer = new RewardTrainer(trunk, objective, newPeople.get());
    }

    @Override
    public void accept(InputRecord<RewardLabel> record) {
        if (trainer.understands(record.value())) {
            labels.accept(record);
        }
    }

    @Override
    public Optional<StepPlan<RewardLabel>> plan(StepContext context) {
        List<RecentLabels.Entry> waiting = labels.fresh(settings.batch());
        if (!waiting.isEmpty()) {
            return Optional.of(new StepPlan<>(context, tested(waiting)));
        }
        List<RecentLabels.Entry> again = labels.reuse(settings.batch(), context.seed());
        if (again.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(new StepPlan<>(
                context,
                again.stream().map(entry -> StepInput.of(entry.record())).toList()));
    }

    private List<StepInput<RewardLabel>> tested(List<RecentLabels.Entry> waiting) {
        double[] predictions = trainer.predict(
                waiting.stream().map(entry -> entry.record().value()).toList());
        List<StepInput<RewardLabel>> inputs = new ArrayList<>();
        for (int i = 0; i < predictions.length; i++) {
            RecentLabels.Entry entry = waiting.get(i);
            InputRecord<RewardLabel> record = entry.record();
            inputs.add(
                    entry.tested()
                            ? StepInput.of(record)
                            : StepInput.predicted(
                                    record, predictions[i], record.value().value()));
        }
        return inputs;
    }

    @Override
    public StepOutcome apply(StepPlan<RewardLabel> plan) {
        List<InputRecord<RewardLabel>> records = plan.records();
        RewardTrainer.Update update = trainer.learn(records.stream()
                .map(record -> new RewardTrainer.Identified(record.id(), record.value()))
                .toList());
        records.forEach(record -> labels.used(record.id()));
        Optional<String> skipped = update.applied() ? Optional.empty() : Optional.of("non_finite");
        return new StepOutcome(skipped, records.size(), 0, update.measures());
    }

    @Override
    public void snapshot(Path dir) {
        try {
            RewardModelFiles.save(trainer.trunk(), dir);
            trainer.trunk().saveOptimizer(dir.resolve(OPTIMIZER));
            RewardCoreState.of(labels, trainer.people()).write(dir);
        } catch (IOException e) {
            throw new FatalException(
                    "The reward learner could not write its checkpoint to " + dir
                            + "; make room on the disk and start again",
                    e);
        }
    }

    @Override
    public void restore(Path dir, InputLookup<RewardLabel> lookup) {
        try {
            RewardTrunk trunk = loader.load(dir);
            trunk.loadOptimizer(dir.resolve(OPTIMIZER));
            PeopleEffects people = newPeople.get();
            RewardCoreState.read(dir).fill(labels, people, lookup);
            trainer.close();
            trainer = new RewardTrainer(trunk, objective, people);
        } catch (IOException e) {
            throw new FatalException(
                    "The reward learner could not read its checkpoint " + dir
                            + "; remove the directory to go back to an older one",
                    e);
        }
    }

    @Override
    public void export(Path dir) {
        try {
            RewardModelFiles.save(trainer.trunk(), dir);
        } catch (IOException e) {
            throw new FatalException(
                    "The reward model could not be written to " + dir + "; make room on the disk and start again", e);
        }
    }

    @Override
    public String digest() {
        Digests.Builder digest = Digests.builder();
        for (Map.Entry<String, TensorData> tensor : trainer.trunk().weights().entrySet()) {
            FloatBuffer values = tensor.getValue().values().duplicate();
            float[] copy = new float[values.remaining()];
            values.get(copy);
            digest.text(tensor.getKey()).longs(tensor.getValue().shape()).floats(copy);
        }
        return digest.hex();
    }

    /** Scores of the present weights, {@code [input][member]}. */
    public double[][] scores(List<ScoreInput> inputs) {
        return trainer.trunk().scores(inputs);
    }

    @Override
    public void close() {
        trainer.close();
    }
}
