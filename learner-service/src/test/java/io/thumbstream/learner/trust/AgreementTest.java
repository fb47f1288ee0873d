package io.thumbstream.learner.trust;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class AgreementTest {
    private static final TrustSettings SETTINGS = TrustSettings.defaults();

    private final Agreement agreement = new Agreement(SETTINGS.agreement(), 1000);

    private static Ballot ballot(String person, String item, boolean yes, double foreseen) {
        return new Ballot(
                item + "/" + person,
                person,
                1,
                yes ? 1 : 0,
                foreseen,
                Optional.of(Instant.EPOCH),
                item,
                Optional.empty());
    }

    private void crowd(String item, int size, boolean yes) {
        for (int i = 0; i < size; i++) {
            agreement.note(ballot("user-" + i, item, yes, 0.9));
        }
    }

    @Test
    void shouldJoinTwoWhoStandTogetherAgainstAllOthers() {
        for (int i = 0; i < 5; i++) {
            assertThat(agreement.group("ann"))
                    .as("ln 5.4 = 1.69 each, joined at ln(pi^2 / 0.006) = 7.41")
                    .containsExactly("ann");
            crowd("item-" + i, 4, true);
            agreement.note(ballot("ann", "item-" + i, false, 0.9));
            agreement.note(ballot("bob", "item-" + i, false, 0.9));
        }

        assertThat(agreement.group("ann")).containsExactly("ann", "bob");
        assertThat(agreement.grouped("user-1")).isFalse();
    }

    @Test
    void shouldNotJoinThoseWhoAgreeWithTheModelOrTheCrowd() {
        for (int i = 0; i < 50; i++) {
            crowd("with-crowd-" + i, 4, false);
            agreement.note(ballot("ann", "with-crowd-" + i, false, 0.9));
            agreement.note(ballot("bob", "with-crowd-" + i, false, 0.9));
            crowd("with-model-" + i, 4, true);
            agreement.note(ballot("ann", "with-model-" + i, false, 0.1));
            agreement.note(ballot("bob", "with-model-" + i, false, 0.1));
        }

        assertThat(agreement.grouped("ann")).isFalse();
    }

    @Test
    void shouldSayNothingWhereThereIsNoCrowd() {
        for (int i = 0; i < 50; i++) {
            crowd("item-" + i, 2, true);
            agreement.note(ballot("ann", "item-" + i, false, 0.9));
            agreement.note(ballot("bob", "item-" + i, false, 0.9));
        }

        assertThat(agreement.grouped("ann")).isFalse();
    }

    @Test
    void shouldRememberAPairThatKeepsMeetingAmongManyThatMetOnce() {
        for (int i = 0; i < 5; i++) {
            if (i >= 3) {
                strangers("after " + i, 250);
            }
            assertThat(agreement.grouped("ann")).as("%d meetings", i).isFalse();
            crowd("item-" + i, 4, true);
            agreement.note(ballot("ann", "item-" + i, false, 0.9));
            agreement.note(ballot("bob", "item-" + i, false, 0.9));
        }

        assertThat(agreement.group("ann"))
                .as("60,000 pairs met since their first meeting, 30,000 since their fourth")
                .containsExactly("ann", "bob");
    }

    /** On each of so many items 20 people agree, and 16 who were never seen before do not: 120 pairs. */
    private void strangers(String name, int count) {
        for (int i = 0; i < count; i++) {
            String item = name + " " + i;
            for (int person = 0; person < 36; person++) {
                agreement.note(ballot(item + "/" + person, item, person < 20, 0.9));
            }
        }
    }

    @Test
    void shouldRememberNothingOfWhatTakesNoSide() {
        agreement.note(ballot("ann", "voted-on", true, 0.9));
        for (int i = 0; i < 1500; i++) {
            String item = "tie-" + i;
            agreement.note(new Ballot(item, "ann", 1, 0.5, 0.9, Optional.of(Instant.EPOCH), item, Optional.empty()));
        }

        assertThat(agreement.save().items())
                .as("ties neither fill the memory nor push votes out of it")
                .extracting(Agreement.SavedItem::item)
                .containsExactly("voted-on");
    }

    @Test
    void shouldHoldItsFalseAlarmBoundForPeopleWhoVoteIndependently() {
        int worlds = 40;
        int alarms = 0;
        for (int world = 0; world < worlds; world++) {
            SplittableRandom random = new SplittableRandom(world);
            Agreement watched = new Agreement(SETTINGS.agreement(), 1000);
            boolean joined = false;
            for (int item = 0; item < 60; item++) {
                for (int person = 0; person < 12; person++) {
                    watched.note(ballot("user-" + person, "item-" + item, random.nextDouble() < 0.85, 0.85));
                }
            }
            for (int person = 0; person < 12; person++) {
                joined |= watched.grouped("user-" + person);
            }
            alarms += joined ? 1 : 0;
        }

        assertThat(alarms)
                .as("of 40 worlds, seeds 0 to 39, each with chance 0.001 at most")
                .isZero();
    }

    @Test
    void shouldConvictAGroupByTheProbesOfAllItsMembers() {
        TrustLedger ledger = new TrustLedger(SETTINGS);
        for (int i = 0; i < 12; i++) {
            for (int person = 0; person < 6; person++) {
                ledger.note(ballot("user-" + person, "item-" + i, true, 0.9));
            }
            for (String sybil : new String[] {"s1", "s2", "s3"}) {
                ledger.note(ballot(sybil, "item-" + i, false, 0.9));
            }
        }
        ledger.settle();
        assertThat(ledger.verdict("s1").factor())
                .as("to disagree is no offence")
                .isEqualTo(1);
        assertThat(ledger.verdict("s1").reasons()).containsOnlyKeys(Reason.AGREEMENT);
        assertThat(ledger.verdict("user-1").reasons()).isEmpty();

        for (String sybil : new String[] {"s1", "s2", "s3"}) {
            for (int i = 0; i < 2; i++) {
                ledger.note(new Ballot(sybil + i, sybil, 1, 0, 0.9, Optional.empty(), sybil + i, Optional.of(true)));
            }
        }
        ledger.settle();

        for (String sybil : Set.of("s1", "s2", "s3")) {
            assertThat(ledger.verdict(sybil).quarantined())
                    .as("two wrong answers each, six together")
                    .isTrue();
        }
        assertThat(ledger.verdict("s1").reasons()).containsKey(Reason.GROUP_FAILED);
    }
}
