package io.thumbstream.learner.trust;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** A book of people with room for few. */
class TrustLedgerForgettingTest {
    private static final TrustSettings SETTINGS = TrustSettings.defaults();
    private static final Instant NOON = Instant.parse("2026-01-02T12:00:00Z");

    private final TrustLedger ledger = new TrustLedger(new TrustSettings(
            true,
            100,
            1,
            1,
            SETTINGS.cap(),
            SETTINGS.burst(),
            SETTINGS.agreement(),
            SETTINGS.probes(),
            List.of(),
            List.of()));
    private int votes;

    private void vote(String person, Instant at) {
        String id = "v" + votes++;
        ledger.note(new Ballot(id, person, 1, 1, 0.5, Optional.of(at), id, Optional.empty()));
    }

    private void probe(String person, boolean rightly) {
        String id = "v" + votes++;
        ledger.note(new Ballot(id, person, 1, rightly ? 1 : 0, 0.5, Optional.of(slow()), id, Optional.of(true)));
    }

    /** A time that is no burst with any other. */
    private Instant slow() {
        return NOON.plusSeconds(100L * votes);
    }

    @Test
    void shouldForgetPeopleBeyondTheLimitAndTheQuarantinedLast() {
        for (int i = 0; i < 5; i++) {
            probe("liar", false);
        }
        probe("wrong once", false);
        for (int i = 0; i < 200; i++) {
            vote("user-" + i % 2, slow());
            ledger.settle();
        }

        assertThat(ledger.verdict("liar").quarantined()).isTrue();
        assertThat(ledger.verdict("wrong once").reasons()).isEmpty();
    }

    @Test
    void shouldForgetWithWhomForgottenPeopleWereJoined() {
        for (int i = 0; i < 12; i++) {
            for (int person = 0; person < 9; person++) {
                String item = "item-" + i;
                double value = person < 6 ? 1 : 0;
                ledger.note(new Ballot(
                        item + person, "p" + person, 1, value, 0.9, Optional.of(slow()), item, Optional.empty()));
            }
        }
        ledger.settle();
        assertThat(ledger.save().agreement().joined()).as("p6, p7 and p8").hasSize(3);

        for (int i = 0; i < 200; i++) {
            vote("user-" + i % 2, slow());
            ledger.settle();
        }

        assertThat(ledger.save().agreement().joined()).isEmpty();
        assertThat(ledger.verdict("p8").reasons())
                .as("the last who is remembered")
                .isEmpty();
    }
}
