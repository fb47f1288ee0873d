package io.thumbstream.learner.reward;

import io.thumbstream.learner.correct.ConfiguredCorrections;
import io.thumbstream.learner.engine.BatchTrigger;
import io.thumbstream.learner.engine.InputLookup;
import io.thumbstream.learner.engine.InputRecord;
import io.thumbstream.learner.engine.LearnerCore;
import io.thumbstream.learner.engine.StepContext;
import io.thumbstream.learner.engine.StepInput;
import io.thumbstream.learner.engine.StepOutcome;
import io.thumbstream.learner.engine.StepPlan;
import io.thumbstream.learner.trust.TrustSettings;
import io.thumbstream.learner.trust.Verdict;
import io.thumbstream.model.checkpoint.Digests;
import io.thumbstream.model.checkpoint.TensorData;
import io.thumbstream.model.reward.RewardModelFiles;
import io.thumbstream.model.reward.RewardTrunk;
import io.thumbstream.model.reward.ScoreInput;
import io.thumbstream.runtime.error.FatalException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.FloatBuffer;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * The reward learner: labels in, a better ensemble out.
 *
 * <p>New labels are learned in the order of arrival, in full batches or what has waited long enough; each is predicted before it is
 * learned for the first time (test, then train). While no batch is due, labels of the recent window are learned again until each had its share
 * of uses. When new labels are suddenly foreseen worse ({@link LossRise}), the trunk takes large steps again. A revision replaces an
 * earlier one as {@link RecentLabels} says. A label of a kind that the objective does not understand, and silence that no rule gives a
 * meaning, are ignored. Weights are multiplied with what the firewall leaves of them ({@link LabelTrust}), and a vote without weight sounds
 * no alarm. What the reward model itself thinks of answers stands beside people's labels as far as {@link CoAdaptation} says. Equal records,
 * settings and seeds give equal weights. One thread owns it.
 */
public final class RewardCore implements LearnerCore<RewardLabel> {
    static final String OPTIMIZER = "optimizer.safetensors";

    private final RewardCoreSettings settings;
    private final RecentLabels labels;
    private final Supplier<PeopleEffects> newPeople;
    private final RewardObjective objective;
    private final List<AuxiliaryRewardTerm> terms;
    private final ConfiguredCorrections corrections;
    private final TrunkLoader loader;
    private final BatchTrigger trigger;
    private final LossRise drift;
    private final LabelTrust trust;
    private final CoAdaptation own;
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
     * @param clock decides only how long a partial batch waits
     */
    public RewardCore(RewardCoreSettings settings, RewardTrunk trunk, TrunkLoader loader, Clock clock) {
        this.settings = settings;
        this.loader = loader;
        trigger = new BatchTrigger(settings.batch(), settings.maxWait(), clock);
        drift = new LossRise(settings.drift());
        trust = new LabelTrust(settings.trust());
        own = new CoAdaptation(settings.coAdaptation(), trunk);
        objective = RewardObjectives.CATALOG.create(settings.objective());
        terms = settings.terms().stream()
                .map(AuxiliaryRewardTerms.CATALOG::create)
                .toList();
        corrections = new ConfiguredCorrections(settings.corrections());
        labels = new RecentLabels(settings.recentLabels(), settings.uses(), settings.pairUses());
        newPeople = () -> new PeopleEffects(settings.people());
        trainer = new RewardTrainer(trunk, objective, newPeople.get(), corrections, terms);
    }

    @Override
    public void accept(InputRecord<RewardLabel> record) {
        if (record.value().provenance().own()) {
            own.accept(record);
        } else if (trainer.understands(record.value())) {
            labels.accept(record);
        }
    }

    @Override
    public Optional<StepPlan<RewardLabel>> plan(StepContext context) {
        List<RecentLabels.Entry> waiting = labels.fresh(settings.batch());
        if (trigger.due(waiting.size())) {
            return Optional.of(new StepPlan<>(context, own.beside(tested(waiting))));
        }
        List<RecentLabels.Entry> again = labels.reuse(settings.batch(), context.seed());
        if (again.isEmpty()) {
            again = labels.rehearse(own.rehearsal(settings.batch()), context.seed());
        }
        if (again.isEmpty()) {
            return Optional.empty();
        }
        List<StepInput<RewardLabel>> inputs =
                again.stream().map(entry -> StepInput.of(entry.record())).toList();
        return Optional.of(new StepPlan<>(context, own.beside(inputs)));
    }

    private List<StepInput<RewardLabel>> tested(List<RecentLabels.Entry> waiting) {
        double[] predictions = trainer.predict(
                waiting.stream().map(entry -> entry.record().value()).toList());
        List<StepInput<RewardLabel>> inputs = new ArrayList<>();
        for (int i = 0; i < predictions.length; i++) {
            RecentLabels.Entry entry = waiting.get(i);
            InputRecord<RewardLabel> record = entry.record();
            inputs.add(
                    entry.tested() || record.value().evidence().silent()
                            ? StepInput.of(record)
                            : StepInput.predicted(
                                    record, predictions[i], record.value().value()));
        }
        return inputs;
    }

    @Override
    public StepOutcome apply(StepPlan<RewardLabel> plan) {
        List<StepInput<RewardLabel>> said = CoAdaptation.said(plan.inputs());
        List<InputRecord<RewardLabel>> records =
                said.stream().map(StepInput::record).toList();
        trust.note(said);
        watch(said);
        List<RewardTrainer.Identified> pairs = own.learnable(plan.inputs(), trainer);
        List<RewardTrainer.Identified> batch = new ArrayList<>();
        records.forEach(record -> batch.add(
                new RewardTrainer.Identified(record.id(), record.value().times(trust.factor(record)))));
        batch.addAll(pairs);
        RewardTrainer.Update update =
                batch.isEmpty() ? new RewardTrainer.Update(true, Map.of()) : trainer.learn(batch);
        records.forEach(record -> labels.used(record.id()));
        if (own.endRound()) {
            own.beginAnew(trainer.trunk());
            trainer.people().restore(newPeople.get().save());
            labels.again();
        }
        Optional<String> skipped = update.applied() ? Optional.empty() : Optional.of("non_finite");
        Map<String, Double> measures = new HashMap<>(update.measures());
        measures.put("drift-alarms", (double) drift.state().alarms());
        measures.putAll(trust.measures(records));
        measures.putAll(own.measures(pairs.size()));
        return new StepOutcome(skipped, batch.size(), 0, measures);
    }

    @Override
    public List<StepInput<RewardLabel>> revised(List<StepInput<RewardLabel>> inputs) {
        return own.revised(inputs, this::foreseen);
    }

    /** Those of people's labels that it can learn from, foreseen anew where they were foreseen. */
    private List<StepInput<RewardLabel>> foreseen(List<StepInput<RewardLabel>> said) {
        List<StepInput<RewardLabel>> understood = said.stream()
                .filter(input -> trainer.understands(input.record().value()))
                .toList();
        List<RewardLabel> tested = understood.stream()
                .filter(input -> input.prediction().isPresent())
                .map(input -> input.record().value())
                .toList();
        if (tested.isEmpty()) {
            return understood;
        }
        double[] predictions = trainer.predict(tested);
        List<StepInput<RewardLabel>> revised = new ArrayList<>();
        int next = 0;
        for (StepInput<RewardLabel> input : understood) {
            InputRecord<RewardLabel> record = input.record();
            revised.add(
                    input.prediction().isEmpty()
                            ? input
                            : StepInput.predicted(
                                    record, predictions[next++], record.value().value()));
        }
        return revised;
    }

    private void watch(List<StepInput<RewardLabel>> inputs) {
        for (StepInput<RewardLabel> input : inputs) {
            if (input.prediction().isPresent()
                    && input.target().isPresent()
                    && trust.factor(input.record()) > 0) {
                own.audit(input);
                if (drift.alarm(
                        input.prediction().getAsDouble(), input.target().getAsDouble())) {
                    trainer.trunk().restart();
                }
            }
        }
    }

    @Override
    public void snapshot(Path dir) {
        try {
            RewardModelFiles.save(trainer.trunk(), dir);
            trainer.trunk().saveOptimizer(dir.resolve(OPTIMIZER));
            RewardCoreState.of(labels, trainer.people(), drift, trust, objective, own.save())
                    .write(dir);
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot write the reward learner's state to " + dir, e);
        }
    }

    @Override
    public void restore(Path dir, InputLookup<RewardLabel> lookup) {
        try {
            RewardTrunk trunk = loader.load(dir);
            trunk.loadOptimizer(dir.resolve(OPTIMIZER));
            PeopleEffects people = newPeople.get();
            RewardCoreState saved = RewardCoreState.read(dir);
            saved.fill(labels, people, drift, trust, objective, lookup);
            own.restore(saved.own(), lookup);
            trainer.close();
            trainer = new RewardTrainer(trunk, objective, people, corrections, terms);
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
            throw new UncheckedIOException("Cannot write a version of the reward model to " + dir, e);
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

    /** Everybody of whom the firewall has something to say, least recently heard first. */
    public List<Verdict> notable() {
        return trust.ledger().notable();
    }

    /** The same from a snapshot, under these settings. */
    public static List<Verdict> notable(Path dir, TrustSettings settings) {
        LabelTrust trust = new LabelTrust(settings);
        try {
            trust.ledger().restore(RewardCoreState.read(dir).trust());
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot read the reward learner's state from " + dir, e);
        }
        return trust.ledger().notable();
    }

    /** Scores of the present weights, {@code [input][member]}. */
    public double[][] scores(List<ScoreInput> inputs) {
        return trainer.trunk().scores(inputs);
    }

    /** Native arrays of objective and terms that outlive a step; their number grows only in a learner that leaks. */
    public int heldArrays() {
        return trainer.heldArrays();
    }

    @Override
    public void close() {
        trainer.close();
    }
}
