package io.thumbstream.learner.reward;

import io.thumbstream.learner.engine.InputLookup;
import io.thumbstream.learner.engine.InputRecord;
import io.thumbstream.learner.engine.StepInput;
import io.thumbstream.learner.replay.PairBuilders;
import io.thumbstream.model.checkpoint.TensorSource;
import io.thumbstream.model.reward.RewardTrunk;
import io.thumbstream.runtime.error.ConfigException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;

/**
 * What a reward learner does with its own judgement: keeps it, puts some of it beside people's labels, and learns pairs of it while
 * {@link CoAdaptationLoop} lets it.
 *
 * <p>Steps log the answers that the pairs are made of, so that a replay makes the same pairs. Off, it takes nothing in and puts nothing
 * beside. One thread owns it.
 */
final class CoAdaptation {
    /** Groups that are known to have been foreseen, so that a round counts none twice. */
    private static final int MEMORY = 2 * OwnGroups.MOST;

    private final CoAdaptationLoop.Settings settings;
    private final CoAdaptationLoop loop;
    private final OwnPairs pairs;
    private final OwnGroups groups;
    private final Set<String> seen = new LinkedHashSet<>();
    private final Map<String, ? extends TensorSource> base;

    /**
     * What a checkpoint holds of it.
     *
     * @param loop where the rounds stand
     * @param groups own answers, by their places in the topic
     * @param seen groups that were foreseen, oldest first
     */
    record Saved(CoAdaptationLoop.State loop, List<OwnGroups.Saved> groups, List<String> seen) {
        static final Saved EMPTY = new Saved(CoAdaptationLoop.State.START, List.of(), List.of());

        Saved {
            groups = List.copyOf(groups);
            seen = List.copyOf(seen);
        }
    }

    /**
     * With nothing judged so far.
     *
     * @param trunk as it is before its first step
     * @throws ConfigException when rounds are to begin with its first weights and it cannot begin anew
     */
    CoAdaptation(CoAdaptationLoop.Settings settings, RewardTrunk trunk) {
        this.settings = settings;
        this.loop = new CoAdaptationLoop(settings);
        this.pairs = new OwnPairs(PairBuilders.CATALOG.create(settings.pairs()));
        this.groups = new OwnGroups(settings.window());
        this.base = settings.begins() ? first(trunk) : Map.of();
    }

    private static Map<String, ? extends TensorSource> first(RewardTrunk trunk) {
        if (!trunk.beginsAnew()) {
            throw new ConfigException("learner.reward.core.co-adaptation.restart is base, but a " + trunk.kind()
                    + " trunk cannot begin anew; take continue, or learner.reward.trunk ngram");
        }
        return trunk.weights();
    }

    /** How many are labels of people; decisions about them are none. */
    private static int ofPeople(List<StepInput<RewardLabel>> said) {
        return (int) said.stream()
                .filter(input -> input.record().value().kind() != LabelKind.PERSON)
                .count();
    }

    private static boolean own(StepInput<RewardLabel> input) {
        return input.record().value().provenance().own();
    }

    /** What people said among the inputs of a step, and what was decided about them. */
    static List<StepInput<RewardLabel>> said(List<StepInput<RewardLabel>> inputs) {
        return inputs.stream().filter(input -> !own(input)).toList();
    }

    private static List<InputRecord<RewardLabel>> ownRecords(List<StepInput<RewardLabel>> inputs) {
        return inputs.stream().filter(CoAdaptation::own).map(StepInput::record).toList();
    }

    /** Takes in an answer that the reward model judged. */
    void accept(InputRecord<RewardLabel> record) {
        RewardLabel label = record.value();
        if (settings.enabled() && label.weight() > 0) {
            label.provenance()
                    .group()
                    .ifPresent(
                            group -> groups.accept(group, record, loop.state().round(), seen.contains(group)));
        }
    }

    /** Labels of people, and the own answers that stand beside them in a step. */
    List<StepInput<RewardLabel>> beside(List<StepInput<RewardLabel>> said) {
        if (!settings.enabled()) {
            return said;
        }
        List<StepInput<RewardLabel>> inputs = new ArrayList<>(said);
        for (InputRecord<RewardLabel> answer :
                choice(settings.beside(said.size())).answers()) {
            inputs.add(StepInput.of(answer));
        }
        return inputs;
    }

    /** Labels of people that a step needs which is taken for own pairs alone; 0 while too few pairs wait. */
    int rehearsal(int batch) {
        if (!settings.enabled()) {
            return 0;
        }
        int real = (int) Math.ceil(settings.minRealShare() * batch);
        int most = settings.beside(real);
        return most > 0 && 2 * choice(most).pairs() >= most ? real : 0;
    }

    private OwnGroups.Choice choice(int most) {
        return groups.next(most, loop.state().round(), pairs::of);
    }

    /**
     * Inputs that another learner logged: what people said, and the groups of own answers whose pairs may stand beside it.
     *
     * @param labels what this learner makes of people's labels
     */
    List<StepInput<RewardLabel>> revised(
            List<StepInput<RewardLabel>> inputs, UnaryOperator<List<StepInput<RewardLabel>>> labels) {
        List<StepInput<RewardLabel>> kept = new ArrayList<>(labels.apply(said(inputs)));
        if (!settings.enabled()) {
            return kept;
        }
        int room = settings.beside(ofPeople(kept));
        for (Map.Entry<String, List<InputRecord<RewardLabel>>> group :
                OwnPairs.byGroup(ownRecords(inputs)).entrySet()) {
            int made = pairs.of(group.getKey(), group.getValue()).size();
            if (made > 0 && made <= room) {
                room -= made;
                group.getValue().forEach(answer -> kept.add(StepInput.of(answer)));
            }
        }
        return kept;
    }

    /** Takes in what a person said of something that was foreseen. */
    void audit(StepInput<RewardLabel> said) {
        if (settings.enabled() && said.prediction().isPresent() && said.target().isPresent()) {
            loop.audit(
                    said.record().value().kind(),
                    said.prediction().getAsDouble(),
                    said.target().getAsDouble());
        }
    }

    /** Foresees the pairs of own answers among the inputs of a step; those that it learns, none while the loop is closed. */
    List<RewardTrainer.Identified> learnable(List<StepInput<RewardLabel>> inputs, RewardTrainer trainer) {
        if (!settings.enabled()) {
            return List.of();
        }
        List<RewardTrainer.Identified> all = new ArrayList<>();
        boolean open = loop.state().open();
        for (Map.Entry<String, List<InputRecord<RewardLabel>>> group :
                OwnPairs.byGroup(ownRecords(inputs)).entrySet()) {
            List<RewardTrainer.Identified> made = pairs.of(group.getKey(), group.getValue());
            groups.used(group.getKey());
            if (remember(group.getKey()) && !made.isEmpty()) {
                for (double foreseen : trainer.predict(
                        made.stream().map(RewardTrainer.Identified::label).toList())) {
                    loop.pair(foreseen);
                }
            }
            all.addAll(made);
        }
        return open ? List.copyOf(all) : List.of();
    }

    private boolean remember(String group) {
        boolean fresh = seen.add(group);
        if (seen.size() > MEMORY) {
            seen.remove(seen.iterator().next());
        }
        return fresh;
    }

    /**
     * Ends a round that is full. Call after a step.
     *
     * @return whether the weights before the first step are to be taken and everything learned once more
     */
    boolean endRound() {
        return settings.enabled() && loop.endRound() && settings.begins();
    }

    /** Takes the trunk back to its first weights; own answers of the window may be used once more. */
    void beginAnew(RewardTrunk trunk) {
        trunk.begin(base);
        groups.again();
    }

    /** How far the loop has come; nothing while it is off. */
    Map<String, Double> measures(int learned) {
        CoAdaptationLoop.State state = loop.state();
        return settings.enabled()
                ? Map.of(
                        "own-pairs",
                        (double) learned,
                        "own-round",
                        (double) state.round(),
                        "own-open",
                        state.open() ? 1.0 : 0.0,
                        "own-right",
                        state.lastRight(),
                        "own-gap",
                        state.lastGap(),
                        "own-fall-backs",
                        (double) state.fallBacks())
                : Map.of();
    }

    Saved save() {
        return new Saved(loop.state(), groups.save(), List.copyOf(seen));
    }

    /** Takes back what {@link #save} gave. */
    void restore(Saved saved, InputLookup<RewardLabel> lookup) {
        loop.restore(saved.loop());
        groups.restore(saved.groups(), lookup);
        seen.clear();
        seen.addAll(saved.seen());
    }
}
