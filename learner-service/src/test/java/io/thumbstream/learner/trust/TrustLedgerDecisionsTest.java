package io.thumbstream.learner.trust;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What humans decided counts more than what votes show. */
class TrustLedgerDecisionsTest {
    private static final TrustSettings SETTINGS = TrustSettings.defaults();
    private static final Instant NOON = Instant.parse("2026-01-02T12:00:00Z");

    private final TrustLedger ledger = new TrustLedger(SETTINGS);
    private int votes;

    private void vote(TrustLedger to, String person, double value, Optional<Boolean> right) {
        String id = "v" + votes++;
        Instant at = NOON.plusSeconds(100L * votes);
        to.note(new Ballot(id, person, 1, value, 0.5, Optional.of(at), id, right));
    }

    private void probe(TrustLedger to, String person, boolean rightly) {
        vote(to, person, rightly ? 1 : 0, Optional.of(true));
    }

    private void crowd(TrustLedger to) {
        for (int i = 0; i < 40; i++) {
            vote(to, "user-" + i % 20, 1, Optional.empty());
        }
    }

    private double factor(String person) {
        ledger.settle();
        return ledger.factor("unknown", Optional.of(person));
    }

    @Test
    void shouldObeyAHumansDecision() {
        TrustLedger decided = new TrustLedger(SETTINGS.withDecisions(List.of("liar"), List.of("bot")));
        crowd(decided);
        for (int i = 0; i < 6; i++) {
            probe(decided, "liar", false);
            probe(decided, "bot", true);
        }
        decided.settle();

        assertThat(decided.verdict("liar").factor()).isEqualTo(1);
        assertThat(decided.verdict("bot")).isEqualTo(new Verdict("bot", 0, false, Map.of(Reason.DISCARDED, 0.0)));
        assertThat(decided.quarantined()).isZero();
    }

    @Test
    void shouldObeyADecisionUntilTheNextOne() {
        crowd(ledger);
        for (int i = 0; i < 5; i++) {
            probe(ledger, "liar", false);
        }
        assertThat(factor("liar")).isZero();

        ledger.decide("liar", Decision.RELEASE);
        assertThat(factor("liar")).isEqualTo(1);
        assertThat(ledger.verdict("liar").treatment()).isEqualTo(Treatment.RELEASED);
        assertThat(ledger.quarantined()).isZero();

        ledger.decide("liar", Decision.DISCARD);
        assertThat(factor("liar")).isZero();
        assertThat(ledger.verdict("liar").treatment()).isEqualTo(Treatment.DISCARDED);

        ledger.decide("liar", Decision.CLEAR);
        assertThat(factor("liar")).as("what the probes showed counts again").isZero();
        assertThat(ledger.verdict("liar").treatment()).isEqualTo(Treatment.QUARANTINED);
    }

    @Test
    void shouldObeyADecisionRatherThanTheSettings() {
        TrustLedger set = new TrustLedger(SETTINGS.withDecisions(List.of("liar"), List.of("bot")));
        crowd(set);
        for (int i = 0; i < 6; i++) {
            probe(set, "liar", false);
            probe(set, "bot", true);
        }
        set.decide("liar", Decision.DISCARD);
        set.decide("bot", Decision.RELEASE);
        set.settle();
        assertThat(set.verdict("liar").treatment()).isEqualTo(Treatment.DISCARDED);
        assertThat(set.verdict("bot").treatment()).isEqualTo(Treatment.RELEASED);

        set.decide("liar", Decision.CLEAR);
        set.decide("bot", Decision.CLEAR);
        set.settle();
        assertThat(set.verdict("liar").treatment()).isEqualTo(Treatment.RELEASED);
        assertThat(set.verdict("bot").treatment()).isEqualTo(Treatment.DISCARDED);
    }

    @Test
    void shouldNameWhoWasDecidedAboutAndNeverHeard() {
        ledger.decide("stranger", Decision.DISCARD);
        ledger.settle();

        assertThat(ledger.notable()).containsExactly(new Verdict("stranger", 0, false, Map.of(Reason.DISCARDED, 0.0)));
        TrustLedger twin = new TrustLedger(SETTINGS);
        twin.restore(ledger.save());
        assertThat(twin.notable()).isEqualTo(ledger.notable());

        twin.decide("stranger", Decision.CLEAR);
        assertThat(twin.notable()).isEmpty();
        twin.restore(ledger.save());
        assertThat(twin.notable()).as("as saved").hasSize(1);
    }
}
