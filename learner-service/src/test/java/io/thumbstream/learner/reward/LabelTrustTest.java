package io.thumbstream.learner.reward;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.thumbstream.learner.correct.Evidence;
import io.thumbstream.learner.correct.FeedbackKind;
import io.thumbstream.learner.engine.InputRecord;
import io.thumbstream.learner.engine.StepInput;
import io.thumbstream.learner.trust.Reason;
import io.thumbstream.learner.trust.TrustSettings;
import io.thumbstream.learner.trust.Verdict;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What of the inputs of steps counts for cap and bursts. */
class LabelTrustTest {
    private static final int USES = 4;
    private static final Instant NOON = Instant.parse("2026-01-02T12:00:00Z");

    private final LabelTrust trust = new LabelTrust(TrustSettings.defaults(), USES, 1);
    private long offset;

    private InputRecord<RewardLabel> record(String id, int revision, RewardLabel label) {
        return Labels.record(offset++, id, revision, label);
    }

    private void first(String id, RewardLabel label) {
        trust.note(List.of(StepInput.predicted(record(id, 1, label), 0.5, label.value())));
    }

    private void later(String id, int revision, RewardLabel label) {
        trust.note(List.of(StepInput.of(record(id, revision, label))));
    }

    /** Twenty people with two votes each. */
    private void crowd() {
        for (int i = 0; i < 40; i++) {
            first("crowd" + i, Labels.thumb("answer " + i, 1, "user-" + i % 20));
        }
    }

    private double factor(String person) {
        return trust.ledger().verdict(person).factor();
    }

    @Test
    void shouldCutWhoFlipsOneVoteAHundredTimesLikeWhoGivesAHundred() {
        crowd();
        for (int i = 0; i < 100; i++) {
            RewardLabel label = Labels.thumb("answer", i % 2, "flipper");
            for (int use = 0; use < USES; use++) {
                if (i == 0 && use == 0) {
                    first("v", label);
                } else {
                    later("v", i + 1, label);
                }
            }
            first("single" + i, Labels.thumb("answer " + i, 1, "loud"));
        }

        assertThat(factor("loud")).as("20 free votes of 100").isCloseTo(0.2, within(1e-12));
        assertThat(factor("flipper")).isCloseTo(factor("loud"), within(1e-12));
    }

    @Test
    void shouldTakeBackWhatAReplacedVoteHadYetToTeach() {
        crowd();
        for (int i = 0; i < 20; i++) {
            first("v" + i, Labels.thumb("answer " + i, 1, "ann"));
        }
        assertThat(factor("ann")).as("20 are free").isEqualTo(1);

        for (int i = 0; i < 20; i++) {
            later("v" + i, 2, Labels.thumb("answer " + i, 0, "ann"));
        }
        assertThat(factor("ann")).as("20 and a quarter of 20").isCloseTo(20.0 / 25, within(1e-12));
    }

    @Test
    void shouldCountAVoteOnceThatIsUsedOftenOrSentAgain() {
        crowd();
        for (int i = 0; i < 20; i++) {
            first("v" + i, Labels.thumb("answer " + i, 1, "ann"));
            for (int use = 1; use < USES; use++) {
                later("v" + i, use, Labels.at(Labels.thumb("answer " + i, 1, "ann"), NOON.plusSeconds(use)));
            }
        }

        assertThat(factor("ann")).isEqualTo(1);
        assertThat(trust.ledger().notable()).isEmpty();
    }

    @Test
    void shouldCountPlacesOfOrdersByTheirWeight() {
        crowd();
        for (int i = 0; i < 50; i++) {
            later("o" + i, 1, Labels.weighing(Labels.best("ann", "first", "second", "third"), 0.8));
        }

        assertThat(trust.ledger().notable()).singleElement().satisfies(verdict -> {
            assertThat(verdict.person()).isEqualTo("ann");
            assertThat(verdict.factor()).as("20 of 40").isCloseTo(0.5, within(1e-12));
            assertThat(verdict.reasons()).containsOnlyKeys(Reason.INFLUENCE_CAP);
        });
    }

    @Test
    void shouldCutABurstOfOrders() {
        crowd();
        InputRecord<RewardLabel> last = record("none", 1, Labels.best("", "first", "second", "third"));
        for (int i = 0; i < 80; i++) {
            RewardLabel place = Labels.weighing(Labels.best("ann", "first", "second", "third"), 0.5);
            last = record("o" + i, 1, Labels.at(place, NOON.plusMillis(i)));
            trust.note(List.of(StepInput.of(last)));
        }

        double ann = factor("ann");
        assertThat(ann).as("20 of 40 by the cap").isCloseTo(0.5, within(1e-12));
        assertThat(trust.factor(last)).as("20 of 40 votes within a minute").isCloseTo(ann / 2, within(1e-12));
    }

    @Test
    void shouldTakePlacesForNoAnswerToAProbe() {
        TrustSettings probed = TrustSettings.defaults()
                .withProbes(List.of(
                        new TrustSettings.Probe("", "first", false), new TrustSettings.Probe("", "second", true)));
        LabelTrust asking = new LabelTrust(probed, USES, 1);
        for (int i = 0; i < 15; i++) {
            asking.note(List.of(StepInput.of(record("o" + i, 1, Labels.best("ann", "first", "second", "third")))));
        }

        assertThat(asking.ledger().quarantined()).isZero();
        assertThat(asking.ledger().notable()).isEmpty();
    }

    @Test
    void shouldCountNothingOfVotesWithoutAPersonAndOfSilence() {
        crowd();
        RewardLabel silent =
                Labels.knownBy(Labels.thumb("answer", 0, "ann"), new Evidence(FeedbackKind.OUTCOME, true, 0, 1));
        for (int i = 0; i < 100; i++) {
            later("silence" + i, 1, silent);
            later("nobody", i + 1, Labels.thumb("answer", i % 2, ""));
        }

        assertThat(trust.ledger().notable()).isEmpty();
        assertThat(trust.factor(record("nobody", 1, Labels.thumb("answer", 1, ""))))
                .isEqualTo(1);
    }

    @Test
    void shouldCountAVoteThatHasLeftTheWindowAndIsLearnedAnew() {
        crowd();
        for (int i = 0; i < 40; i++) {
            later("unknown" + i, 2, Labels.thumb("answer " + i, 1, "ann"));
        }

        assertThat(trust.ledger().notable())
                .as("learned without a forecast, after the vote had left the window")
                .extracting(Verdict::person)
                .containsExactly("ann");
        assertThat(trust.ledger().factor("unknown0", Optional.of("ann"))).isCloseTo(0.5, within(1e-12));
    }
}
