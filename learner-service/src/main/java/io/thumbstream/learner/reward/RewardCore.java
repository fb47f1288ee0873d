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
import io.thumbstream.learner.trust.TrustLedger;
import io.thumbstream.learner.trust.TrustSettings;
import io.thumbstream.learner.trust.Verdict;
import io.thumbstream.learner.trust.WaitingDecisions;
import io.thumbstream.model.checkpoint.Digests;
import io.thumbstream.model.checkpoint.TensorSource;
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
 * learned for the first time (test, then train), unless it names the best of several. While no batch is due, labels of the recent window are learned again until each had its share
 * of uses. When new labels are suddenly foreseen worse ({@link LossRise}), the trunk takes large steps again. A revision replaces an
 * earlier one as {@link RecentLabels} says. A label of a kind that the objective does not understand, and silence that no rule gives a
 * meaning, are ignored. Weights are multiplied with what the firewall leaves of them ({@link LabelTrust}), and a vote without weight sounds
 * no alarm. Decisions of humans about people are inputs of the next step, before its labels and alone where there are none; a step of them
 * alone leaves the weights as they are. What the reward model itself thinks of answers stands beside people's labels as far as
 * {@link CoAdaptation} says. Equal records, settings and seeds give equal weights. One thread owns it.
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
    private final WaitingDecisions<RewardLabel> decisions = new WaitingDecisions<>();
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
        trust = new LabelTrust(settings.trust(), settings.uses(), settings.pairUses());
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
        if (decides(record)) {
            decisions.accept(record);
        } else if (record.value().provenance().own()) {
            own.accept(record);
        } else if (trainer.understands(record.value())) {
            labels.accept(record);
        }
    }

    private static boolean decides(InputRecord<RewardLabel> record) {
        return record.value().kind() == LabelKind.PERSON;
    }

    @Override
    public Optional<StepPlan<RewardLabel>> plan(StepContext context) {
        List<StepInput<RewardLabel>> inputs = new ArrayList<>(decisions.next(settings.batch()));
        List<RecentLabels.Entry> waiting = labels.fresh(settings.batch());
        if (trigger.due(waiting.size())) {
            inputs.addAll(own.beside(Foresight.of(trainer, waiting)));
        }
        if (!inputs.isEmpty()) {
            return Optional.of(new StepPlan<>(context, inputs));
        }
        List<RecentLabels.Entry> again = labels.reuse(settings.batch(), context.seed());
        if (again.isEmpty()) {
            again = labels.rehearse(own.rehearsal(settings.batch()), context.seed());
        }
        if (again.isEmpty()) {
            return Optional.empty();
        }
        again.forEach(entry -> inputs.add(StepInput.of(entry.record())));
        return Optional.of(new StepPlan<>(context, own.beside(inputs)));
    }

    @Override
    public StepOutcome apply(StepPlan<RewardLabel> plan) {
        List<StepInput<RewardLabel>> said = CoAdaptation.said(plan.inputs());
        List<InputRecord<RewardLabel>> records = said.stream()
                .map(StepInput::record)
                .filter(record -> !decides(record))
                .toList();
        trust.note(said);
        plan.records().stream().filter(RewardCore::decides).forEach(record -> decisions.taken(record.id()));
        if (plan.records().stream().allMatch(RewardCore::decides)) {
            return new StepOutcome(Optional.empty(), 0, 0, trust.measures(records));
        }
        watch(said);
        List<RewardTrainer.Identified> pairs = own.learnable(plan.inputs(), trainer);
        List<RewardTrainer.Identified> batch = new ArrayList<>();
        for (InputRecord<RewardLabel> record : records) {
            double left = trust.factor(record);
            batch.add(new RewardTrainer.Identified(record.id(), record.value().times(left), left));
        }
        batch.addAll(pairs);
        RewardTrainer.Update update = batch.isEmpty()
                ? new RewardTrainer.Update(true, Map.of())
                : trainer.learn(batch, plan.context().seed());
        records.forEach(record -> labels.used(record.id()));
        if (own.endRound()) {
            beginAnew();
        }
        Optional<String> skipped = update.applied() ? Optional.empty() : Optional.of("non_finite");
        Map<String, Double> measures = new HashMap<>(update.measures());
        measures.put("drift-alarms", (double) drift.state().alarms());
        measures.putAll(trust.measures(records));
        measures.putAll(own.measures(pairs.size()));
        return new StepOutcome(skipped, batch.size(), 0, measures);
    }

    /** First weights and no effects of people; all recent labels are then learned once more. */
    private void beginAnew() {
        own.beginAnew(trainer.trunk());
        trainer.people().restore(newPeople.get().save());
        labels.again();
    }

    @Override
    public List<StepInput<RewardLabel>> revised(List<StepInput<RewardLabel>> inputs) {
        return own.revised(inputs, this::foreseen);
    }

    /** Those of people's labels that it can learn from, foreseen anew where they were foreseen, and what was decided about people. */
    private List<StepInput<RewardLabel>> foreseen(List<StepInput<RewardLabel>> said) {
        return Foresight.anew(
                trainer,
                said.stream()
                        .filter(input -> decides(input.record())
                                || trainer.understands(input.record().value()))
                        .toList());
    }

    private void watch(List<StepInput<RewardLabel>> inputs) {
        for (StepInput<RewardLabel> input : inputs) {
            if (input.prediction().isPresent() && input.target().isPresent() && trust.factor(input.record()) > 0) {
                own.audit(input);
                if (drift.alarm(input.prediction().getAsDouble(), input.target().getAsDouble())) {
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
            RewardCoreState.of(labels, trainer.people(), drift, trust, objective, decisions, own.save())
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
            saved.fill(labels, people, drift, trust, objective, decisions, lookup);
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
        try {
            for (var tensor : trainer.trunk().weights().entrySet()) {
                TensorSource source = tensor.getValue();
                digest.text(tensor.getKey()).longs(source.shape()).count(source.elements());
                source.read(values -> digest.piece(copied(values)));
            }
        } catch (IOException e) {
            throw new UncheckedIOException("The weights of the reward model cannot be read", e);
        }
        return digest.hex();
    }

    private static float[] copied(FloatBuffer values) {
        float[] copy = new float[values.remaining()];
        values.duplicate().get(copy);
        return copy;
    }

    /** Everybody of whom the firewall has something to say, least recently heard first. */
    public List<Verdict> notable() {
        return trust.ledger().notable();
    }

    /** The same from a snapshot, under these settings. */
    public static List<Verdict> notable(Path dir, TrustSettings settings) {
        TrustLedger ledger = new TrustLedger(settings);
        try {
            ledger.restore(RewardCoreState.read(dir).trust());
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot read the reward learner's state from " + dir, e);
        }
        return ledger.notable();
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
