package io.thumbstream.learner.wire;

import io.thumbstream.learner.reward.RewardLabel;
import io.thumbstream.learner.trust.Decision;
import io.thumbstream.schemas.avro.PersonDecision;
import io.thumbstream.schemas.avro.QuarantineDecision;
import java.util.Optional;

/** Decisions of humans about people as inputs of the reward learner; each has one revision. Who decided and why is not read. */
public final class DecisionTranslator implements RecordTranslator<QuarantineDecision, RewardLabel> {
    private static final int ONLY = 1;

    @Override
    public Optional<Translated<RewardLabel>> translate(QuarantineDecision record) {
        if (record.getUserKey().isBlank()) {
            throw new IllegalArgumentException("decision " + record.getDecisionId() + " names nobody");
        }
        Decision decision = record.getDecision()
                .flatMap(DecisionTranslator::decision)
                .orElseThrow(() -> new IllegalArgumentException("decision " + record.getDecisionId()
                        + " is none of RELEASE, DISCARD and CLEAR; this build may be too old for it"));
        return Optional.of(new Translated<>(
                record.getDecisionId(), ONLY, RewardLabel.about(record.getUserKey(), decision, record.getAt())));
    }

    private static Optional<Decision> decision(PersonDecision decision) {
        return switch (decision) {
            case RELEASE -> Optional.of(Decision.RELEASE);
            case DISCARD -> Optional.of(Decision.DISCARD);
            case CLEAR -> Optional.of(Decision.CLEAR);
            case UNKNOWN -> Optional.empty();
        };
    }

    /** The decision as it is on the wire. */
    static PersonDecision toWire(Decision decision) {
        return switch (decision) {
            case RELEASE -> PersonDecision.RELEASE;
            case DISCARD -> PersonDecision.DISCARD;
            case CLEAR -> PersonDecision.CLEAR;
        };
    }
}
