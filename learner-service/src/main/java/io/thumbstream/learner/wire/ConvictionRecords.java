package io.thumbstream.learner.wire;

import io.thumbstream.learner.trust.Decision;
import io.thumbstream.learner.trust.Verdict;
import io.thumbstream.model.checkpoint.Digests;
import io.thumbstream.schemas.Decoded;
import io.thumbstream.schemas.avro.PersonDecision;
import io.thumbstream.schemas.avro.QuarantineDecision;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/** Convictions as they stand among the decisions of humans. */
final class ConvictionRecords {
    private static final String BY = "firewall";
    /** Letters of an id; 32 hexadecimal ones name 2^128 convictions. */
    private static final int ID = 32;

    private ConvictionRecords() {}

    /**
     * The record of a conviction.
     *
     * @param verdict of somebody in quarantine
     * @param learner name of the reward learner, for instance {@code reward/support}
     */
    static QuarantineDecision toWire(Verdict verdict, String learner, Instant at) {
        return QuarantineDecision.newBuilder()
                .setDecisionId(id(verdict, learner))
                .setUserKey(verdict.person())
                .setDecision(DecisionTranslator.toWire(Decision.CONVICT))
                .setDecidedBy(BY)
                .setWhy(why(verdict))
                .setAt(at)
                .build();
    }

    /** Whom a record convicts; empty where a human decided, and where it cannot be read. */
    static Optional<String> convicted(Decoded<QuarantineDecision> decoded) {
        if (decoded instanceof Decoded.Value<QuarantineDecision> readable
                && readable.value()
                        .getDecision()
                        .filter(decision -> decision == PersonDecision.CONVICT)
                        .isPresent()) {
            return Optional.of(readable.value().getUserKey());
        }
        return Optional.empty();
    }

    /** By what the person was convicted of, which follows from logged steps: a repetition has the same id, whenever it is written. */
    private static String id(Verdict verdict, String learner) {
        Digests.Builder id = Digests.builder().text(learner).text(verdict.person());
        verdict.reasons().forEach((reason, value) -> {
            if (reason.convicts()) {
                id.text(reason.key()).longs(Double.doubleToLongBits(value));
            }
        });
        return id.hex().substring(0, ID);
    }

    private static String why(Verdict verdict) {
        return verdict.reasons().entrySet().stream()
                .map(reason ->
                        String.format(Locale.ROOT, "%s %.2f", reason.getKey().key(), reason.getValue()))
                .collect(Collectors.joining(", "));
    }
}
