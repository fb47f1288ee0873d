package io.thumbstream.learner.trust;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What counts for cap and bursts alone: another word about the same, and parts of votes. */
class TrustLedgerRevoteTest {
    private static final TrustSettings SETTINGS = TrustSettings.defaults();
    private static final Instant NOON = Instant.parse("2026-01-02T12:00:00Z");

    private final TrustLedger ledger = new TrustLedger(SETTINGS);

    private void vote(String id, String person, Instant at) {
        ledger.note(new Ballot(id, person, 1, 1, 0.5, Optional.of(at), id, Optional.empty()));
    }

    private void crowd() {
        for (int i = 0; i < 40; i++) {
            vote("crowd" + i, "user-" + i % 20, NOON.plusSeconds(100L * i));
        }
        ledger.settle();
    }

    private double factor(String id, String person) {
        ledger.settle();
        return ledger.factor(id, Optional.of(person));
    }

    @Test
    void shouldCountEveryWordOfAPersonWhoKeepsFlippingOneVote() {
        crowd();
        vote("v", "flipper", NOON);
        ledger.learned("v", "yes", 1);
        for (int i = 1; i < 100; i++) {
            ledger.revote("v", "flipper", 1, Optional.empty(), 1);
            ledger.learned("v", i % 2 == 0 ? "yes" : "no", 1);
        }

        assertThat(factor("v", "flipper")).as("20 free votes of 100").isCloseTo(0.2, within(1e-12));
        assertThat(ledger.notable()).extracting(Verdict::person).containsExactly("flipper");
    }

    @Test
    void shouldCutTheBurstOfAPersonWhoKeepsFlippingOneVote() {
        crowd();
        Instant night = NOON.plusSeconds(100_000);
        vote("v", "hasty", night);
        for (int i = 1; i < 40; i++) {
            ledger.revote("v", "hasty", 1, Optional.of(night.plusMillis(i)), 1);
        }

        assertThat(factor("v", "hasty")).as("20 of 40; nothing was taught").isCloseTo(0.5, within(1e-12));
    }

    @Test
    void shouldCountPartsOfVotesForBurstsByTheirShare() {
        crowd();
        Instant night = NOON.plusSeconds(100_000);
        for (int i = 0; i < 80; i++) {
            ledger.revote("place" + i, "hasty", 0.01, Optional.of(night.plusMillis(i)), 0.5);
        }

        assertThat(factor("place39", "hasty")).as("the 20th whole vote").isEqualTo(1);
        assertThat(factor("place79", "hasty")).as("20 of 40").isCloseTo(0.5, within(1e-12));
    }

    /** One order of thirty is 28 places of one 29th each and a comparison. */
    @Test
    void shouldLetOneLongOrderPassWhole() {
        crowd();
        Instant night = NOON.plusSeconds(100_000);
        for (int i = 0; i < 28; i++) {
            ledger.revote("order/" + i, "orderer", 1.0 / 29, Optional.of(night), 1.0 / 29);
        }
        vote("order/28", "orderer", night);

        for (int i = 0; i < 29; i++) {
            assertThat(factor("order/" + i, "orderer")).as("label %d", i).isEqualTo(1);
        }
        assertThat(ledger.notable()).isEmpty();
    }

    @Test
    void shouldTakeBackWhatWithdrawnVotesHadYetToTeach() {
        crowd();
        for (int i = 0; i < 40; i++) {
            vote("v" + i, "loud", NOON.plusSeconds(100L * i));
            if (i < 20) {
                ledger.learned("v" + i, "yes", 0.25);
            }
        }
        assertThat(factor("none", "loud")).as("20 of 40").isCloseTo(0.5, within(1e-12));

        for (int i = 0; i < 20; i++) {
            ledger.takeBack("v" + i);
        }
        ledger.takeBack("never learned");
        assertThat(factor("none", "loud")).as("20 of 20 and a quarter of 20").isCloseTo(0.8, within(1e-12));
        assertThat(ledger.holds("v0")).isTrue();
        assertThat(ledger.holds("never learned")).isFalse();

        for (int i = 20; i < 40; i++) {
            ledger.takeBack("v" + i);
        }
        assertThat(factor("none", "loud")).as("5 are left").isEqualTo(1);
    }

    @Test
    void shouldCountNoRevisionAndNoPlaceWithMuchLaterVotesThatWereLearnedBefore() {
        crowd();
        for (int i = 0; i < 40; i++) {
            vote("v" + i, "ann", NOON.minusSeconds(100L * i));
        }
        Instant early = NOON.minusSeconds(3_890);
        ledger.revote("v39", "ann", 1, Optional.of(early), 1);
        ledger.revote("place", "ann", 0.5, Optional.of(early), 0.5);
        ledger.settle();
        double person = ledger.verdict("ann").factor();

        assertThat(factor("v39", "ann")).as("as the person, so no burst").isEqualTo(person);
        assertThat(factor("place", "ann")).as("as the person, so no burst").isEqualTo(person);
    }

    @Test
    void shouldGoOnTheSameWhenRestoredBetweenPartsOfVotes() {
        crowd();
        vote("v", "hasty", NOON);
        ledger.learned("v", "yes", 0.25);
        ledger.revote("place", "hasty", 0.4, Optional.of(NOON), 0.4);
        ledger.settle();
        TrustLedger twin = new TrustLedger(SETTINGS);
        twin.restore(ledger.save());
        assertThat(twin.save()).isEqualTo(ledger.save());

        for (TrustLedger each : List.of(ledger, twin)) {
            for (int i = 0; i < 60; i++) {
                each.revote("v", "hasty", 1, Optional.of(NOON.plusMillis(i)), 0.6);
                each.learned("v", "word " + i, 0.5);
            }
            each.settle();
        }
        assertThat(twin.save()).isEqualTo(ledger.save());
        assertThat(twin.notable()).isEqualTo(ledger.notable()).hasSize(1);
        assertThat(twin.factor("v", Optional.of("hasty"))).isEqualTo(ledger.factor("v", Optional.of("hasty")));
    }
}
