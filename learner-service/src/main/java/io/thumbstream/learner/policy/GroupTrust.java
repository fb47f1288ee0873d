package io.thumbstream.learner.policy;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.thumbstream.learner.replay.BinaryLabel;
import io.thumbstream.learner.replay.GroupRollout;
import io.thumbstream.learner.replay.RolloutGroup;
import io.thumbstream.learner.trust.Ballot;
import io.thumbstream.learner.trust.Ruling;
import io.thumbstream.learner.trust.TrustLedger;
import io.thumbstream.learner.trust.TrustSettings;
import io.thumbstream.model.checkpoint.Digests;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The feedback firewall over experience: what the labels of a step's groups may weigh.
 *
 * <p>It does nothing, and keeps nothing, while neither the objective nor a stabilizer reads labels. The book of people hears a label in the first
 * step that learns from its group, oldest group first. In later steps a label that says something else counts for cap and bursts like a new one, on
 * top of what the old one has taught; of one that was withdrawn, what it had yet to teach is taken back. A label is known as long as it is in the
 * book's window. What humans decided about people, and whom the reward learner's firewall has convicted, stands among the inputs, before the groups.
 * It knows nothing but the inputs of steps in their order, so every replay of the log gives the same factors. What the reward model foresaw is the
 * logistic function of its score; where there is none it foresaw nothing, and nobody is joined in a group. One thread owns it.
 */
final class GroupTrust {
    private static final String FILE = "trust.json";
    private static final String FACTOR = "trust-factor";
    private static final ObjectMapper JSON = new ObjectMapper();
    /** Letters of an item's name; 16 hexadecimal ones name 2^64 items. */
    private static final int NAME = 16;
    /** Letters of what a label says; 32 hexadecimal ones tell 2^128 apart. */
    private static final int OPINION = 32;
    /** What an answer without a label says; no digest is like it. */
    private static final String NOTHING = "nothing";

    private static final double NOTHING_FORESEEN = 0.5;
    private static final Comparator<RolloutGroup> OLDEST_FIRST =
            Comparator.comparing(RolloutGroup::eventTime).thenComparing(RolloutGroup::groupId);

    private final boolean on;
    private final PolicyStages stages;
    private final int uses;
    private final TrustSettings settings;
    private final TrustLedger ledger;

    /**
     * The groups of a step as they may teach it.
     *
     * @param groups those that still teach something, in their order, labels with what is left of their weights
     * @param measures mean factor of the step's labels, if it has any
     */
    record Weighed(List<RolloutGroup> groups, Map<String, Double> measures) {
        Weighed {
            groups = List.copyOf(groups);
            measures = Map.copyOf(measures);
        }
    }

    /** @param uses steps that may learn from one revision of a group, at least 1 */
    GroupTrust(TrustSettings settings, PolicyStages stages, int uses) {
        this.on = hears(settings, stages);
        this.stages = stages;
        this.uses = uses;
        this.settings = settings;
        this.ledger = new TrustLedger(settings);
    }

    /** Whether there is anything to hear: somebody reads labels, and the firewall is on. */
    static boolean hears(TrustSettings settings, PolicyStages stages) {
        return settings.enabled() && stages.readsLabels();
    }

    /** Whether it does anything. */
    boolean hears() {
        return on;
    }

    /** Hears what was decided about a person; it holds from the groups on that are weighed next. */
    void decide(Ruling ruling) {
        if (on) {
            ledger.decide(ruling.person(), ruling.decision());
        }
    }

    /** Hears the groups of a step, before it is taken, and weighs their labels. */
    Weighed weigh(List<RolloutGroup> groups) {
        if (!on) {
            return new Weighed(groups, Map.of());
        }
        groups.stream()
                .sorted(OLDEST_FIRST)
                .flatMap(group -> stages.seen(group).stream())
                .forEach(this::hear);
        ledger.settle();
        List<Double> factors = new ArrayList<>();
        List<RolloutGroup> left = new ArrayList<>();
        for (RolloutGroup group : groups) {
            List<GroupRollout> answers = new ArrayList<>();
            for (GroupRollout answer : group.rollouts()) {
                Optional<Double> factor = factor(answer);
                factor.ifPresent(factors::add);
                answers.add(factor.map(answer::weighed).orElse(answer));
            }
            RolloutGroup weighed = group.withRollouts(answers);
            if (stages.usable(weighed)) {
                left.add(weighed);
            }
        }
        return new Weighed(left, mean(factors));
    }

    private static Map<String, Double> mean(List<Double> factors) {
        return factors.isEmpty()
                ? Map.of()
                : Map.of(
                        FACTOR,
                        factors.stream().mapToDouble(Double::doubleValue).sum() / factors.size());
    }

    /** The group without labels that weigh nothing by what was decided, as far as steps have heard: what says whether it is worth a place in a step. */
    RolloutGroup heard(RolloutGroup group) {
        return on && group.rollouts().stream().anyMatch(this::silenced)
                ? group.withRollouts(group.rollouts().stream()
                        .map(answer -> silenced(answer) ? answer.unjudged() : answer)
                        .toList())
                : group;
    }

    private boolean silenced(GroupRollout answer) {
        return answer.label()
                .map(label -> label.rater().map(ledger::discards).orElse(settings.anonymousWeight() == 0))
                .orElse(false);
    }

    private Optional<Double> factor(GroupRollout answer) {
        return answer.label().map(label -> ledger.factor(answer.rolloutId(), label.rater()));
    }

    /** A label that has been learned in all its uses and is learned once more, with a later revision of its group, counts once more as much of it. */
    private void hear(RolloutGroup group) {
        for (GroupRollout answer : group.rollouts()) {
            String id = answer.rolloutId();
            Optional<BinaryLabel> label = answer.label();
            Optional<String> person = label.flatMap(BinaryLabel::rater);
            String said = label.map(GroupTrust::said).orElse(NOTHING);
            if (label.isEmpty() || person.isEmpty()) {
                takeBack(id, said);
            } else if (!ledger.holds(id)) {
                ledger.note(ballot(group, answer, label.get(), person.get()));
            } else if (!ledger.says(id, said)) {
                ledger.revote(id, person.get(), label.get().weight(), Optional.of(group.eventTime()), 1);
            } else {
                ledger.again(id, label.get().weight() / uses);
            }
            ledger.learned(id, said, 1.0 / uses);
        }
    }

    private void takeBack(String id, String said) {
        if (!ledger.says(id, said)) {
            ledger.takeBack(id);
        }
    }

    /** Digest of what is said and by whom: equal for a label that only comes again, because something else of its group is new. */
    private static String said(BinaryLabel label) {
        return Digests.builder()
                .text(label.rater().orElse(""))
                .longs(Double.doubleToLongBits(label.value()), Double.doubleToLongBits(label.said()))
                .hex()
                .substring(0, OPINION);
    }

    private static Ballot ballot(RolloutGroup group, GroupRollout answer, BinaryLabel label, String person) {
        return new Ballot(
                answer.rolloutId(),
                person,
                label.weight(),
                label.value(),
                answer.score().map(score -> 1 / (1 + Math.exp(-score))).orElse(NOTHING_FORESEEN),
                Optional.of(group.eventTime()),
                name(answer),
                Optional.empty());
    }

    private static String name(GroupRollout answer) {
        return Digests.of(Arrays.toString(answer.promptTokens()) + Arrays.toString(answer.tokens()))
                .substring(0, NAME);
    }

    /** Writes what it knows of people into a snapshot; nothing while it does nothing. */
    void write(Path directory) throws IOException {
        if (on) {
            Files.write(directory.resolve(FILE), JSON.writeValueAsBytes(ledger.save()));
        }
    }

    /** Takes back what {@link #write} wrote; knows nobody when the snapshot has nothing, as those of builds without a firewall here. */
    void read(Path directory) throws IOException {
        Path file = directory.resolve(FILE);
        ledger.restore(
                on && Files.exists(file)
                        ? JSON.readValue(Files.readAllBytes(file), TrustLedger.Saved.class)
                        : TrustLedger.Saved.EMPTY);
    }
}
