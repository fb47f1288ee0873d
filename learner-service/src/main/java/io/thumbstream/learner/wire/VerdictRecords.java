package io.thumbstream.learner.wire;

import io.thumbstream.learner.trust.Reason;
import io.thumbstream.learner.trust.Treatment;
import io.thumbstream.learner.trust.Verdict;
import io.thumbstream.learner.trust.VerdictBoard;
import io.thumbstream.schemas.avro.PersonStanding;
import io.thumbstream.schemas.avro.QuarantineVerdict;
import java.time.Instant;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.Map;

/** The firewall's verdicts as they are on the wire, and back. */
final class VerdictRecords {
    private VerdictRecords() {}

    /**
     * The record of a verdict.
     *
     * @param learner name of the reward learner, for instance {@code reward/support}
     * @param step step behind which the verdict was found
     */
    static QuarantineVerdict toWire(VerdictBoard.Noted noted, String learner, long step, Instant at) {
        Verdict verdict = noted.verdict();
        Map<String, Double> reasons = new HashMap<>();
        verdict.reasons().forEach((reason, value) -> reasons.put(reason.key(), value));
        return QuarantineVerdict.newBuilder()
                .setUserKey(verdict.person())
                .setStanding(standing(verdict.treatment()))
                .setFactor(verdict.factor())
                .setReasons(reasons)
                .setSince(noted.since())
                .setLearner(learner)
                .setStep(step)
                .setAt(at)
                .build();
    }

    /** Reasons that this build does not know are left out. */
    static VerdictBoard.Noted fromWire(QuarantineVerdict record) {
        Map<Reason, Double> reasons = new EnumMap<>(Reason.class);
        record.getReasons().forEach((key, value) -> Reason.of(key).ifPresent(reason -> reasons.put(reason, value)));
        boolean quarantined = record.getStanding()
                .filter(standing -> standing == PersonStanding.QUARANTINED)
                .isPresent();
        return new VerdictBoard.Noted(
                new Verdict(record.getUserKey(), record.getFactor(), quarantined, reasons), record.getSince());
    }

    private static PersonStanding standing(Treatment treatment) {
        return switch (treatment) {
            case QUARANTINED -> PersonStanding.QUARANTINED;
            case DISCARDED -> PersonStanding.DISCARDED;
            case RELEASED -> PersonStanding.RELEASED;
            case REDUCED -> PersonStanding.REDUCED;
            case WHOLE -> PersonStanding.WHOLE;
        };
    }
}
