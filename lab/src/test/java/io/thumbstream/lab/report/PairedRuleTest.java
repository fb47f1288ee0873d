package io.thumbstream.lab.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.thumbstream.lab.report.PairedRule.Kind;
import io.thumbstream.lab.report.PairedRule.Verdict;
import org.junit.jupiter.api.Test;

class PairedRuleTest {
    private static final PairedRule BETTER = new PairedRule(Kind.BETTER, 0);
    private static final PairedRule NOT_BELOW = new PairedRule(Kind.NOT_BELOW, 0.02);

    @Test
    void shouldCallAClaimReproducedOnlyWhenSeedsAgree() {
        assertThat(BETTER.judge(0.10, 0.12, 0.11, 0.09, 0.10)).isEqualTo(Verdict.REPRODUCED);
        assertThat(BETTER.judge(-0.10, -0.12, -0.11, -0.09, -0.10)).isEqualTo(Verdict.NOT_REPRODUCED);
        assertThat(BETTER.judge(0.10, -0.12, 0.11, -0.09, 0.10)).isEqualTo(Verdict.INCONCLUSIVE);
        assertThat(NOT_BELOW.judge(0.001, -0.002, 0.0, 0.002, -0.001)).isEqualTo(Verdict.REPRODUCED);
        assertThat(NOT_BELOW.judge(-0.05, -0.06, -0.05, -0.04, -0.05)).isEqualTo(Verdict.NOT_REPRODUCED);
        assertThat(NOT_BELOW.judge(-0.05, 0.06, -0.05, 0.04, -0.01)).isEqualTo(Verdict.INCONCLUSIVE);
    }

    @Test
    void shouldNotTrustAnIntervalThatMostSeedsDoNotCarry() {
        // 70 of 100 seeds are above 0: the interval is, too, but fewer than four in five seeds
        double[] differences = new double[100];
        for (int i = 0; i < differences.length; i++) {
            differences[i] = i < 70 ? 1 : -0.1;
        }

        assertThat(BETTER.interval(differences).low()).isPositive();
        assertThat(BETTER.judge(differences)).isEqualTo(Verdict.INCONCLUSIVE);
    }

    @Test
    void shouldTakeSeedsThatSayNothingForNoAgreement() {
        assertThat(BETTER.judgeOf(5, 0.10, 0.12, 0.09, 0.10)).isEqualTo(Verdict.REPRODUCED);
        assertThat(BETTER.judgeOf(5, 0.10, 0.12, 0.11, -0.001)).isEqualTo(Verdict.INCONCLUSIVE);
        assertThat(BETTER.judgeOf(5, -0.10, -0.12, -0.11)).as("three of five").isEqualTo(Verdict.INCONCLUSIVE);
    }

    @Test
    void shouldSayNothingOfOneSeedOrOfWhatWasNotMeasured() {
        assertThat(BETTER.judge(0.10)).isEqualTo(Verdict.INCONCLUSIVE);
        assertThat(BETTER.judge(Double.NaN, 0.10, 0.11)).isEqualTo(Verdict.INCONCLUSIVE);
        assertThatThrownBy(() -> new PairedRule(Kind.NOT_BELOW, -1)).hasMessageContaining("-1");
    }
}
