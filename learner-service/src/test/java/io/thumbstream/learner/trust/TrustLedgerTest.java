package io.thumbstream.learner.trust;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class TrustLedgerTest {
    private static final TrustSettings SETTINGS = TrustSettings.defaults();
    private static final Instant NOON = Instant.parse("2026-01-02T12:00:00Z");

    private final TrustLedger ledger = new TrustLedger(SETTINGS);
    private int votes;

    private void vote(TrustLedger to, String person, Instant at) {
        String id = "v" + votes++;
        to.note(new Ballot(id, person, 1, 1, 0.5, Optional.of(at), id, Optional.empty()));
    }

    private void probe(TrustLedger to, String person, boolean rightly) {
        String id = "v" + votes++;
        to.note(new Ballot(id, person, 1, rightly ? 1 : 0, 0.5, Optional.of(slow()), id, Optional.of(true)));
    }

    /** A time that is no burst with any other. */
    private Instant slow() {
        return NOON.plusSeconds(100L * votes);
    }

    private double factor(String person) {
        ledger.settle();
        return ledger.factor("unknown", Optional.of(person));
    }

    private void crowd(TrustLedger to) {
        for (int i = 0; i < 40; i++) {
            vote(to, "user-" + i % 20, slow());
        }
    }

    @Test
    void shouldLeaveEverybodyAloneWhenNobodyIsRemarkable() {
        crowd(ledger);

        assertThat(factor("user-3")).isEqualTo(1);
        assertThat(ledger.factor("v3", Optional.of("user-3"))).isEqualTo(1);
        assertThat(factor("never heard")).isEqualTo(1);
        assertThat(ledger.factor("v3", Optional.empty())).isEqualTo(1);
        assertThat(ledger.notable()).isEmpty();
    }

    @Test
    void shouldCutAPersonWhoGivesMostOfTheVotes() {
        crowd(ledger);
        for (int i = 0; i < 200; i++) {
            vote(ledger, "loud", slow());
        }

        assertThat(factor("loud")).as("20 free votes of 200").isCloseTo(0.1, within(1e-12));
        assertThat(ledger.notable()).singleElement().satisfies(verdict -> {
            assertThat(verdict.person()).isEqualTo("loud");
            assertThat(verdict.quarantined()).isFalse();
            assertThat(verdict.reasons()).containsOnlyKeys(Reason.INFLUENCE_CAP);
        });
        assertThat(factor("user-1")).isEqualTo(1);
    }

    @Test
    void shouldForgetWhatHasLeftTheWindow() {
        TrustLedger narrow = new TrustLedger(new TrustSettings(
                true,
                100,
                1000,
                0,
                SETTINGS.cap(),
                SETTINGS.burst(),
                SETTINGS.agreement(),
                SETTINGS.probes(),
                List.of(),
                List.of()));
        for (int i = 0; i < 60; i++) {
            vote(narrow, "loud", slow());
        }
        for (int i = 0; i < 80; i++) {
            vote(narrow, "user-" + i % 20, slow());
        }
        narrow.settle();

        assertThat(narrow.verdict("loud").factor()).as("20 of 60 are left").isEqualTo(1);
        assertThat(narrow.factor("any", Optional.empty()))
                .as("anonymous-weight")
                .isZero();
    }

    @Test
    void shouldCountARevisedVoteOnceByItsNewWeight() {
        crowd(ledger);
        for (int i = 0; i < 40; i++) {
            vote(ledger, "loud", slow());
        }
        double before = factor("loud");
        for (int i = 40; i < 80; i++) {
            ledger.reweigh("v" + i, 0.5);
        }
        ledger.reweigh("never learned", 1000);

        assertThat(before).isCloseTo(0.5, within(1e-12));
        assertThat(factor("loud")).as("now 20 of 20").isEqualTo(1);
    }

    @Test
    void shouldCountNoVoteWithMuchLaterOnesThatWereLearnedBefore() {
        crowd(ledger);
        ledger.settle();
        for (int i = 0; i < 40; i++) {
            vote(ledger, "ann", NOON.minusSeconds(100L * i));
        }
        ledger.settle();

        assertThat(ledger.factor("v79", Optional.of("ann")))
                .as("as the person, so no burst")
                .isEqualTo(ledger.verdict("ann").factor());
    }

    @Test
    void shouldCutVotesOfABurstOnly() {
        crowd(ledger);
        ledger.settle();
        for (int i = 0; i < 40; i++) {
            vote(ledger, "hasty", NOON.plusSeconds(100_000).plusMillis(i));
        }
        ledger.settle();
        double person = ledger.verdict("hasty").factor();

        assertThat(ledger.factor("v59", Optional.of("hasty"))).as("the 20th").isEqualTo(person);
        assertThat(ledger.factor("v79", Optional.of("hasty"))).as("20 of 40").isCloseTo(person / 2, within(1e-12));
    }

    @Test
    void shouldCutABurstWhoseVotesAreLearnedWithMuchLaterOnesBetweenThem() {
        crowd(ledger);
        ledger.settle();
        Instant night = NOON.plusSeconds(100_000);
        for (int i = 0; i < 30; i++) {
            vote(ledger, "hasty", night.plusMillis(i));
            vote(ledger, "hasty", night.plusSeconds(100_000 + 100L * i));
        }
        ledger.settle();
        double person = ledger.verdict("hasty").factor();

        assertThat(ledger.factor("v78", Optional.of("hasty"))).as("the 20th").isEqualTo(person);
        assertThat(ledger.factor("v98", Optional.of("hasty"))).as("20 of 30").isCloseTo(person * 2 / 3, within(1e-12));
        assertThat(ledger.factor("v99", Optional.of("hasty")))
                .as("one of the later")
                .isEqualTo(person);
    }

    @Test
    void shouldQuarantineWhoeverFailsProbes() {
        crowd(ledger);
        for (int i = 0; i < 5; i++) {
            probe(ledger, "liar", false);
            probe(ledger, "honest", i > 0);
        }

        assertThat(factor("liar")).isZero();
        assertThat(ledger.verdict("liar").quarantined()).isTrue();
        assertThat(ledger.verdict("liar").reasons()).containsKey(Reason.PROBES_FAILED);
        assertThat(ledger.quarantined()).isEqualTo(1);
        assertThat(factor("honest")).as("4 of 5 right").isCloseTo(1, within(1e-12));
        for (int i = 0; i < 50; i++) {
            probe(ledger, "liar", true);
        }
        assertThat(factor("liar")).as("only a human lifts it").isZero();
    }

    @Test
    void shouldGoOnTheSameWhenRestored() {
        crowd(ledger);
        for (int i = 0; i < 5; i++) {
            probe(ledger, "liar", false);
            vote(ledger, "hasty", NOON);
        }
        ledger.settle();
        TrustLedger.Saved saved = ledger.save();
        TrustLedger twin = new TrustLedger(SETTINGS);
        twin.restore(saved);
        assertThat(twin.save()).isEqualTo(saved);

        int from = votes;
        for (TrustLedger each : List.of(ledger, twin)) {
            votes = from;
            for (int i = 0; i < 60; i++) {
                vote(each, "hasty", NOON.plusMillis(i));
                probe(each, "sleeper", i < 30);
            }
            each.settle();
        }
        assertThat(twin.save()).isEqualTo(ledger.save());
        assertThat(twin.notable()).isEqualTo(ledger.notable()).hasSizeGreaterThan(1);
    }
}
