package io.thumbstream.learner.wire;

import io.thumbstream.learner.replay.RolloutGroup;
import io.thumbstream.learner.reward.RewardLabel;
import io.thumbstream.learner.trust.Decision;
import io.thumbstream.learner.trust.Ruling;
import io.thumbstream.schemas.avro.PersonDecision;
import io.thumbstream.schemas.avro.QuarantineDecision;
import java.time.Instant;
import java.util.Optional;

/**
 * Decisions about people as inputs of a learner; each has one revision. Who decided and why is not read.
 *
 * @param <T> what stands for a decision among the learner's inputs
 */
public final class DecisionTranslator<T> implements RecordTranslator<QuarantineDecision, T> {
    private static final int ONLY = 1;

    private final Form<T> form;

    /** What stands for a decision; nothing where the learner passes it over. */
    @FunctionalInterface
    private interface Form<T> {
        Optional<T> of(String id, Ruling ruling, Instant at);
    }

    private DecisionTranslator(Form<T> form) {
        this.form = form;
    }

    /** As the reward learner takes them in, among labels; it passes over convictions, which are its own and follow from its steps. */
    public static DecisionTranslator<RewardLabel> labels() {
        return new DecisionTranslator<>((unusedId, ruling, at) -> Optional.of(ruling.decision())
                .filter(decision -> decision != Decision.CONVICT)
                .map(decision -> RewardLabel.about(ruling.person(), decision, at)));
    }

    /** As the policy learner takes them in, among groups of answers. */
    public static DecisionTranslator<RolloutGroup> groups() {
        return new DecisionTranslator<>((id, ruling, at) -> Optional.of(RolloutGroup.about(id, ruling, at)));
    }

    @Override
    public Optional<Translated<T>> translate(QuarantineDecision record) {
        if (record.getUserKey().isBlank()) {
            throw new IllegalArgumentException("decision " + record.getDecisionId() + " names nobody");
        }
        Decision decision = record.getDecision()
                .flatMap(DecisionTranslator::decision)
                .orElseThrow(() -> new IllegalArgumentException("decision " + record.getDecisionId()
                        + " is none of RELEASE, DISCARD, CLEAR and CONVICT; this build may be too old for it"));
        Ruling ruling = new Ruling(record.getUserKey(), decision);
        return form.of(record.getDecisionId(), ruling, record.getAt())
                .map(value -> new Translated<>(record.getDecisionId(), ONLY, value));
    }

    private static Optional<Decision> decision(PersonDecision decision) {
        return switch (decision) {
            case RELEASE -> Optional.of(Decision.RELEASE);
            case DISCARD -> Optional.of(Decision.DISCARD);
            case CLEAR -> Optional.of(Decision.CLEAR);
            case CONVICT -> Optional.of(Decision.CONVICT);
            case UNKNOWN -> Optional.empty();
        };
    }

    /** The decision as it is on the wire. */
    static PersonDecision toWire(Decision decision) {
        return switch (decision) {
            case RELEASE -> PersonDecision.RELEASE;
            case DISCARD -> PersonDecision.DISCARD;
            case CLEAR -> PersonDecision.CLEAR;
            case CONVICT -> PersonDecision.CONVICT;
        };
    }
}
