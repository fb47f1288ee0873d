package io.thumbstream.learner.reward;

import io.thumbstream.learner.engine.InputRecord;
import io.thumbstream.learner.engine.StepInput;
import io.thumbstream.learner.trust.Ballot;
import io.thumbstream.learner.trust.Decision;
import io.thumbstream.learner.trust.TrustLedger;
import io.thumbstream.learner.trust.TrustSettings;
import io.thumbstream.model.checkpoint.Digests;
import io.thumbstream.model.reward.ScoreInput;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The feedback firewall over labels: which votes the book of people hears, and what a label may weigh.
 *
 * <p>It hears a label in the step that learns it first, which is the step that logs a prediction for it, and only the new weight of a later
 * revision. What humans decided about people stands among the inputs. It knows nothing but the inputs of steps in their order, so every replay
 * of the log gives the same factors. One thread owns it.
 */
final class LabelTrust {
    /** Letters of an item's name; 16 hexadecimal ones name 2^64 items. */
    private static final int NAME = 16;

    private final TrustSettings settings;
    private final TrustLedger ledger;

    LabelTrust(TrustSettings settings) {
        this.settings = settings;
        ledger = new TrustLedger(settings);
    }

    TrustLedger ledger() {
        return ledger;
    }

    /** Hears the inputs of a step, before it is taken. */
    void note(List<StepInput<RewardLabel>> inputs) {
        if (!settings.enabled()) {
            return;
        }
        for (StepInput<RewardLabel> input : inputs) {
            InputRecord<RewardLabel> record = input.record();
            Optional<Decision> decided = record.value().decision();
            if (decided.isPresent()) {
                record.value().userKey().ifPresent(person -> ledger.decide(person, decided.get()));
                continue;
            }
            if (input.prediction().isEmpty()) {
                ledger.reweigh(record.id(), record.value().weight());
                continue;
            }
            double foreseen = input.prediction().getAsDouble();
            record.value()
                    .userKey()
                    .ifPresent(person -> ledger.note(ballot(record.id(), person, record.value(), foreseen)));
        }
        ledger.settle();
    }

    /** What the weight of a label is multiplied with, in {@code [0, 1]}. */
    double factor(InputRecord<RewardLabel> record) {
        return settings.enabled() ? ledger.factor(record.id(), record.value().userKey()) : 1;
    }

    /** Mean factor of a step's labels, if it has any, and how many people are in quarantine. */
    Map<String, Double> measures(List<InputRecord<RewardLabel>> records) {
        double quarantined = (double) ledger.quarantined();
        if (records.isEmpty()) {
            return Map.of("trust-quarantined", quarantined);
        }
        return Map.of(
                "trust-factor",
                records.stream().mapToDouble(this::factor).average().orElse(1),
                "trust-quarantined",
                quarantined);
    }

    private Ballot ballot(String id, String person, RewardLabel label, double foreseen) {
        List<ScoreInput> items = label.items();
        if (label.kind() == LabelKind.BINARY) {
            String item = name(items.get(0));
            return new Ballot(
                    id, person, label.weight(), label.value(), foreseen, label.at(), item, right(items.get(0)));
        }
        String first = name(items.get(0));
        String second = name(items.get(1));
        boolean ordered = first.compareTo(second) <= 0;
        Optional<Boolean> firstRight = right(items.get(0), items.get(1));
        return new Ballot(
                id,
                person,
                label.weight(),
                ordered ? label.value() : 1 - label.value(),
                ordered ? foreseen : 1 - foreseen,
                label.at(),
                ordered ? first + second : second + first,
                ordered ? firstRight : firstRight.map(right -> !right));
    }

    private static String name(ScoreInput answer) {
        return Digests.of(answer.prompt() + '\0' + answer.response()).substring(0, NAME);
    }

    /** Whether people should approve of an answer, where it is a probe. */
    private Optional<Boolean> right(ScoreInput answer) {
        return settings.probes().list().stream()
                .filter(probe -> probe.response().equals(answer.response())
                        && (probe.prompt().isEmpty() || probe.prompt().equals(answer.prompt())))
                .map(TrustSettings.Probe::approve)
                .findFirst();
    }

    /** Whether people should prefer the first of two probes of which one is good and one is not. */
    private Optional<Boolean> right(ScoreInput first, ScoreInput second) {
        Optional<Boolean> other = right(second);
        return right(first).filter(good -> other.isPresent() && !other.get().equals(good));
    }
}
