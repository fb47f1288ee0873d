package io.thumbstream.learner.reward;

import io.thumbstream.learner.correct.Evidence;
import io.thumbstream.learner.correct.Target;
import io.thumbstream.learner.trust.Decision;
import io.thumbstream.model.checkpoint.Digests;
import io.thumbstream.model.reward.ScoreInput;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * What a person said about one answer, a pair or the best of several, as a reward model learns it; or what a human decided about the votes of
 * a person, which stands among the labels so that it is logged, replayed and left out like them.
 *
 * @param kind what it speaks about
 * @param items one answer, two for a pair, three or more of which the first may be the best, none about a person
 * @param value target in {@code [0, 1]}; for a pair 0.5 is a tie; about a person 1 where the votes are released, 0 where they are discarded, 0.5
 *     where that is taken back
 * @param weight importance in {@code [0, 1000]}; 0 withdraws the label
 * @param userKey pseudonymous key of the person, where known, as an empty one is not; always known of a label about a person
 * @param at event time of the newest feedback in it, where known
 * @param evidence how it came to be known; of silence the value says nothing until a rule gives it one
 * @param provenance whose judgement it is, a person's or the reward model's own
 */
public record RewardLabel(
        LabelKind kind,
        List<ScoreInput> items,
        double value,
        double weight,
        Optional<String> userKey,
        Optional<Instant> at,
        Evidence evidence,
        Provenance provenance) {
    private static final double RELEASED = 1;
    private static final double DISCARDED = 0;
    private static final double CLEARED = 0.5;
    /** Letters of an opinion; 32 hexadecimal ones tell 2^128 apart. */
    private static final int OPINION = 32;

    /** Largest weight; what is heavier is cut where it comes in. */
    public static final double HEAVIEST = 1000;

    public RewardLabel {
        items = List.copyOf(items);
        userKey = userKey.filter(key -> !key.isEmpty());
        int expected = answers(kind);
        boolean several = kind == LabelKind.BEST;
        if (several ? items.size() < expected : items.size() != expected) {
            throw new IllegalArgumentException("A " + kind + " label has " + items.size() + " answers instead of "
                    + (several ? "at least " : "") + expected
                    + "; send one answer, two for a pair, or three and more, the best first");
        }
        if (kind == LabelKind.PERSON && userKey.isEmpty()) {
            throw new IllegalArgumentException("A decision names nobody; give the key of the person");
        }
        if (!(value >= 0 && value <= 1)) {
            throw new IllegalArgumentException("The value of a label is " + value + "; give a target from 0 to 1");
        }
        if (!(weight >= 0 && weight <= HEAVIEST)) {
            throw new IllegalArgumentException("The weight of a label is " + weight + "; give a number from 0 to 1000");
        }
    }

    /** What a person said. */
    public RewardLabel(
            LabelKind kind,
            List<ScoreInput> items,
            double value,
            double weight,
            Optional<String> userKey,
            Optional<Instant> at,
            Evidence evidence) {
        this(kind, items, value, weight, userKey, at, evidence, Provenance.PERSON);
    }

    /** A label without a time that is learned as it is. */
    public RewardLabel(LabelKind kind, List<ScoreInput> items, double value, double weight, Optional<String> userKey) {
        this(kind, items, value, weight, userKey, Optional.empty(), Evidence.PLAIN);
    }

    /** What a human decided about the votes of {@code person}; a conviction is refused, because it is no human's. */
    public static RewardLabel about(String person, Decision decision, Instant at) {
        double value =
                switch (decision) {
                    case RELEASE -> RELEASED;
                    case DISCARD -> DISCARDED;
                    case CLEAR -> CLEARED;
                    case CONVICT ->
                        throw new IllegalArgumentException(
                                "A conviction is no input of the reward learner, which knows it by its own steps");
                };
        return new RewardLabel(
                LabelKind.PERSON, List.of(), value, 0, Optional.of(person), Optional.of(at), Evidence.PLAIN);
    }

    /** What was decided about the person; empty where answers are spoken of. */
    public Optional<Decision> decision() {
        if (kind != LabelKind.PERSON) {
            return Optional.empty();
        }
        return Optional.of(
                value == RELEASED ? Decision.RELEASE : value == DISCARDED ? Decision.DISCARD : Decision.CLEAR);
    }

    private static int answers(LabelKind kind) {
        return switch (kind) {
            case BINARY -> 1;
            case PAIR -> 2;
            case BEST -> 3;
            case PERSON -> 0;
        };
    }

    /**
     * Whether a forecast can be held against it. Silence says nothing by itself. Where the best of several stands first, what the label asks was
     * chosen by what was said: people then always say yes, and even true probabilities would look too low.
     */
    boolean tests() {
        return !evidence.silent() && kind != LabelKind.BEST;
    }

    /** What it says. */
    Target target() {
        return Target.of(value, weight);
    }

    /** Digest of what is said and by whom: equal for a vote that was only sent again, whenever that was. */
    String opinion() {
        Digests.Builder digest = Digests.builder().text(kind.name()).text(userKey.orElse(""));
        for (ScoreInput item : items) {
            digest.text(item.prompt()).text(item.response());
        }
        return digest.longs(Double.doubleToLongBits(value), Double.doubleToLongBits(weight), evidence.silent() ? 1 : 0)
                .hex()
                .substring(0, OPINION);
    }

    /** The same about other numbers; weights beyond the heaviest are cut. */
    RewardLabel asking(Target target) {
        return with(target.value(), Math.min(HEAVIEST, target.weight()));
    }

    /** The label with its weight multiplied by {@code factor}, in {@code [0, 1]}. */
    RewardLabel times(double factor) {
        return factor == 1 ? this : with(value, weight * factor);
    }

    private RewardLabel with(double other, double weighing) {
        return new RewardLabel(kind, items, other, weighing, userKey, at, evidence, provenance);
    }
}
