package io.thumbstream.learner.trust;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Whom the firewall of another learner has convicted weighs nothing until a human releases them, in whatever order that is heard. */
class TrustLedgerConvictionsTest {
    private static final TrustSettings SETTINGS = TrustSettings.defaults();
    private static final Instant NOON = Instant.parse("2026-01-02T12:00:00Z");
    private static final Verdict CONVICTED = new Verdict("bot", 0, true, Map.of(Reason.CONVICTED, 0.0));

    private final TrustLedger ledger = new TrustLedger(SETTINGS);
    private int votes;

    private void vote(TrustLedger to, String person) {
        String id = "v" + votes++;
        Instant at = NOON.plusSeconds(100L * votes);
        to.note(new Ballot(id, person, 1, 1, 0.5, Optional.of(at), id, Optional.empty()));
    }

    private double factor(String person) {
        ledger.settle();
        return ledger.factor("unknown", Optional.of(person));
    }

    private void decide(Decision... decisions) {
        for (Decision decision : decisions) {
            ledger.decide("bot", decision);
        }
        ledger.settle();
    }

    @Test
    void shouldWeighNothingFromTheConvictionOn() {
        vote(ledger, "bot");
        assertThat(factor("bot")).isEqualTo(1);
        assertThat(ledger.discards("bot")).isFalse();

        decide(Decision.CONVICT);

        assertThat(factor("bot")).isZero();
        assertThat(ledger.verdict("bot")).isEqualTo(CONVICTED);
        assertThat(ledger.verdict("bot").treatment()).isEqualTo(Treatment.QUARANTINED);
        assertThat(ledger.quarantined()).isEqualTo(1);
        assertThat(ledger.discards("bot")).as("known before a step").isTrue();
        assertThat(factor("ann")).as("nobody else").isEqualTo(1);
    }

    @ParameterizedTest
    @CsvSource({
        "CONVICT, RELEASE, RELEASED",
        "RELEASE, CONVICT, RELEASED",
        "CONVICT, DISCARD, DISCARDED",
        "DISCARD, CONVICT, DISCARDED"
    })
    void shouldObeyAHumanUntilThatIsTakenBack(Decision first, Decision second, Treatment expected) {
        vote(ledger, "bot");
        decide(first, second);

        assertThat(ledger.verdict("bot").treatment()).isEqualTo(expected);
        assertThat(factor("bot")).isEqualTo(expected == Treatment.RELEASED ? 1 : 0);
        assertThat(ledger.quarantined()).isZero();
        assertThat(ledger.discards("bot")).isEqualTo(expected == Treatment.DISCARDED);

        decide(Decision.CLEAR);
        assertThat(ledger.verdict("bot")).as("the conviction stands again").isEqualTo(CONVICTED);
    }

    @Test
    void shouldSayTheSameWhenItIsConvictedTwice() {
        decide(Decision.CONVICT, Decision.CONVICT);
        assertThat(ledger.notable()).containsExactly(CONVICTED);
        TrustLedger once = new TrustLedger(SETTINGS);
        once.decide("bot", Decision.CONVICT);
        once.settle();
        assertThat(ledger.save()).isEqualTo(once.save());

        decide(Decision.RELEASE, Decision.CONVICT);
        assertThat(ledger.verdict("bot").treatment()).isEqualTo(Treatment.RELEASED);
    }

    @Test
    void shouldObeyTheSettings() {
        TrustLedger set = new TrustLedger(SETTINGS.withDecisions(List.of("ann"), List.of("bot")));
        for (String person : List.of("ann", "bot", "cid")) {
            set.decide(person, Decision.CONVICT);
        }
        set.settle();
        assertThat(set.verdict("ann").treatment()).isEqualTo(Treatment.RELEASED);
        assertThat(set.verdict("bot").treatment()).isEqualTo(Treatment.DISCARDED);
        assertThat(set.verdict("cid").treatment()).isEqualTo(Treatment.QUARANTINED);
        assertThat(set.quarantined()).isEqualTo(1);

        set.decide("bot", Decision.RELEASE);
        assertThat(set.verdict("bot").treatment()).as("a record counts more").isEqualTo(Treatment.RELEASED);
    }

    @Test
    void shouldTakeNoPartInTheMeanShareOnceItIsConvicted() {
        for (int i = 0; i < 300; i++) {
            vote(ledger, "loud");
            vote(ledger, "bot");
        }
        for (int i = 0; i < 200; i++) {
            vote(ledger, "user-" + i % 10);
        }
        assertThat(factor("loud"))
                .as("two of twelve are cut: L = 1/3 200 / (1 - 2/3) = 200, of 300")
                .isCloseTo(2.0 / 3, within(1e-9));

        decide(Decision.CONVICT);
        assertThat(factor("loud"))
                .as("one of eleven: L = 4/11 200 / (1 - 4/11) = 800/7")
                .isCloseTo(8.0 / 21, within(1e-9));
    }

    @Test
    void shouldKeepBothWhenItIsSaved() {
        decide(Decision.CONVICT, Decision.RELEASE);
        TrustLedger twin = new TrustLedger(SETTINGS);
        twin.restore(ledger.save());
        assertThat(twin.save()).isEqualTo(ledger.save());
        assertThat(twin.verdict("bot").treatment()).isEqualTo(Treatment.RELEASED);

        twin.decide("bot", Decision.CLEAR);
        assertThat(twin.verdict("bot")).isEqualTo(CONVICTED);
        twin.restore(TrustLedger.Saved.EMPTY);
        assertThat(twin.notable()).isEmpty();
    }

    @Test
    void shouldReadWhatWasSavedBeforeThereWereConvictions() {
        TrustLedger.Saved old = new TrustLedger.Saved(
                List.of(),
                List.of(),
                Agreement.Saved.EMPTY,
                List.of(new Decisions.Saved("bot", "RELEASE"), new Decisions.Saved("ann", "DISCARD")));
        ledger.restore(old);
        assertThat(ledger.save()).isEqualTo(old);
        assertThat(ledger.verdict("ann").treatment()).isEqualTo(Treatment.DISCARDED);

        decide(Decision.CLEAR);
        assertThat(ledger.notable()).extracting(Verdict::person).containsExactly("ann");
    }
}
