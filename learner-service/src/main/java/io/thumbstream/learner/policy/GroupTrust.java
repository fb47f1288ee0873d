package io.thumbstream.learner.policy;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.thumbstream.learner.replay.BinaryLabel;
import io.thumbstream.learner.replay.GroupRollout;
import io.thumbstream.learner.replay.RolloutGroup;
import io.thumbstream.learner.trust.Ballot;
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
 * <p>It does nothing, and keeps nothing, while neither the objective nor a stabilizer reads labels. The book of people hears a label in the first step
 * that learns from its group, oldest group first; of later steps only the new weight, and that a label was withdrawn. A label is known as long as it
 * is in the book's window. It knows nothing but the groups of steps in their order, so every replay of the log gives the same factors. What the reward
 * model foresaw is the logistic function of its score; where there is none it foresaw nothing, and nobody is joined in a group. One thread owns it.
 */
final class GroupTrust {
    private static final String FILE = "trust.json";
    private static final String FACTOR = "trust-factor";
    private static final ObjectMapper JSON = new ObjectMapper();
    /** Letters of an item's name; 16 hexadecimal ones name 2^64 items. */
    private static final int NAME = 16;

    private static final double NOTHING_FORESEEN = 0.5;
    private static final Comparator<RolloutGroup> OLDEST_FIRST =
            Comparator.comparing(RolloutGroup::eventTime).thenComparing(RolloutGroup::groupId);

    private final boolean on;
    private final PolicyStages stages;
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

    GroupTrust(TrustSettings settings, PolicyStages stages) {
        this.on = settings.enabled() && stages.readsLabels();
        this.stages = stages;
        this.ledger = new TrustLedger(settings);
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

    private Optional<Double> factor(GroupRollout answer) {
        return answer.label().map(label -> ledger.factor(answer.rolloutId(), label.rater()));
    }

    private void hear(RolloutGroup group) {
        for (GroupRollout answer : group.rollouts()) {
            String id = answer.rolloutId();
            Optional<BinaryLabel> label = answer.label();
            if (label.isEmpty()) {
                ledger.withdraw(id);
            } else if (ledger.counts(id)) {
                ledger.reweigh(id, label.get().weight());
            } else {
                label.get().rater().ifPresent(person -> ledger.note(ballot(group, answer, label.get(), person)));
            }
        }
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
