package io.thumbstream.learner.reward;

import io.thumbstream.learner.engine.InputRecord;
import io.thumbstream.learner.engine.StepInput;
import io.thumbstream.learner.trust.Ballot;
import io.thumbstream.learner.trust.Decision;
import io.thumbstream.learner.trust.TrustLedger;
import io.thumbstream.learner.trust.TrustSettings;
import io.thumbstream.model.checkpoint.Digests;
import io.thumbstream.model.reward.ScoreInput;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * The feedback firewall over labels: which votes the book of people hears, and what a label may weigh.
 *
 * <p>It hears a label in the step that learns it first, which is the step that logs a prediction for it. A later revision that says something
 * else is heard again by cap and bursts, a place of an order, of which nothing is foreseen, by them alone. What humans decided about people
 * stands among the inputs. It knows nothing but the inputs of steps in their order, so every replay of the log gives the same factors. One thread
 * owns it.
 */
final class LabelTrust {
    /** Letters of an item's name; 16 hexadecimal ones name 2^64 items. */
    private static final int NAME = 16;

    private final TrustSettings settings;
    private final int uses;
    private final int pairUses;
    private final TrustLedger ledger;

    /**
     * @param uses how often a label about one answer is learned in all, at least 1
     * @param pairUses the same for pairs and places of orders
     */
    LabelTrust(TrustSettings settings, int uses, int pairUses) {
        this.settings = settings;
        this.uses = uses;
        this.pairUses = pairUses;
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
            hear(record.id(), record.value(), input.prediction());
        }
        ledger.settle();
    }

    private void hear(String id, RewardLabel label, OptionalDouble foreseen) {
        Optional<String> person = label.userKey();
        String said = label.opinion();
        if (person.isPresent() && foreseen.isPresent()) {
            ledger.note(ballot(id, person.get(), label, foreseen.getAsDouble()));
        } else if (!ledger.says(id, said)) {
            if (person.isPresent() && !label.evidence().silent()) {
                revote(id, person.get(), label);
            } else {
                ledger.takeBack(id);
            }
        }
        ledger.learned(id, said, 1.0 / (label.kind() == LabelKind.BINARY ? uses : pairUses));
    }

    /** A place of an order counts for bursts by its weight; what left the window and is learned once more is no news there. */
    private void revote(String id, String person, RewardLabel label) {
        boolean place = label.kind() == LabelKind.BEST;
        Optional<Instant> at = place || ledger.holds(id) ? label.at() : Optional.empty();
        ledger.revote(id, person, label.weight(), at, place ? Math.min(1, label.weight()) : 1);
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
