package io.thumbstream.lab.drift.signal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class LengthAuditTest {
    private final Readings readings = new Readings();
    private final LengthAudit audit = new LengthAudit(4, 10);

    @Test
    void shouldCorrelateWithinGroupsWhenComputedByHand() {
        audit.group(Answers.group(Answers.longAs(1, 0, 0), Answers.longAs(3, 1, 0)), readings);
        assertThat(readings.all()).isEmpty();
        audit.group(Answers.group(Answers.longAs(2, 5, 0), Answers.longAs(6, 4, 0)), readings);

        // lengths -1 1 -2 2, rewards -0.5 0.5 0.5 -0.5: products -1, squares 10 and 1
        assertThat(readings.samples(Measure.LENGTH_CORRELATION)).singleElement().satisfies(value -> assertThat(value)
                .isCloseTo(-1 / Math.sqrt(10), within(1e-12)));
    }

    @Test
    void shouldBeginAnewAfterEachWindow() {
        for (int i = 0; i < 4; i++) {
            audit.group(
                    Answers.group(Answers.longAs(1, i < 2 ? 0 : 1, 0), Answers.longAs(3, i < 2 ? 1 : 0, 0)), readings);
        }
        assertThat(readings.samples(Measure.LENGTH_CORRELATION))
                .satisfiesExactly(first -> assertThat(first).isCloseTo(1, within(1e-12)), second -> assertThat(second)
                        .isCloseTo(-1, within(1e-12)));
    }

    @Test
    void shouldSayNothingOfEqualLengthsOrRewardsOrOfSingleAnswers() {
        audit.group(Answers.group(), readings);
        audit.group(Answers.group(Answers.bare()), readings);
        audit.group(Answers.group(Answers.longAs(5, 1, 0)), readings);
        for (int i = 0; i < 3; i++) {
            audit.group(Answers.group(Answers.longAs(5, 0, 0), Answers.longAs(5, 1, 0)), readings);
            audit.group(Answers.group(Answers.longAs(5, 1, 0), Answers.longAs(6, 1, 0)), readings);
        }
        assertThat(readings.samples(Measure.LENGTH_CORRELATION))
                .allSatisfy(value -> assertThat(value).isFinite());
        LengthAudit equal = new LengthAudit(2, 10);
        Readings none = new Readings();
        equal.group(Answers.group(Answers.longAs(5, 0, 0), Answers.longAs(5, 1, 0)), none);
        equal.group(Answers.group(Answers.longAs(5, 1, 0), Answers.longAs(6, 1, 0)), none);
        assertThat(none.samples(Measure.LENGTH_CORRELATION)).isEmpty();
    }

    @Test
    void shouldTellAGainByLengthFromAGainAtEqualLength() {
        window(5, 1, 5, 1, 15, 3, 15, 3);
        assertThat(readings.samples(Measure.SCORE_GAIN)).isEmpty();
        // longer answers, same scores at each length: mean 2.5 after 2
        window(5, 1, 15, 3, 15, 3, 15, 3);
        // same lengths, one more everywhere
        window(5, 2, 5, 2, 15, 4, 15, 4);

        assertThat(readings.samples(Measure.SCORE_GAIN)).containsExactly(0.5, 1.0);
        assertThat(readings.samples(Measure.NON_LENGTH_GAIN)).containsExactly(0.0, 1.0);
    }

    @Test
    void shouldSayNothingOfEqualLengthsWhenMostAnswersHaveLengthsThatWereNotThereAtFirst() {
        window(5, 1, 5, 1, 15, 3, 15, 3);
        window(5, 1, 25, 9, 25, 9, 25, 9);
        assertThat(readings.samples(Measure.SCORE_GAIN)).containsExactly(5.0);
        assertThat(readings.samples(Measure.NON_LENGTH_GAIN)).isEmpty();
    }

    /** Four answers in one group, each a length and a score. */
    private void window(int... lengthsAndScores) {
        SignalAnswer[] answers = new SignalAnswer[4];
        for (int i = 0; i < answers.length; i++) {
            answers[i] = Answers.longAs(lengthsAndScores[2 * i], 0, lengthsAndScores[2 * i + 1]);
        }
        audit.group(Answers.group(answers), readings);
    }
}
