package io.thumbstream.lab.prequential;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class PrequentialReportTest {
    @Test
    void shouldScoreVotesButNotTiesWhenComputedByHand() {
        PrequentialReport report = PrequentialReport.of(List.of(
                new Prediction("a", "x", 0.8, 1),
                new Prediction("b", "x", 0.6, 0),
                new Prediction("c", "y", 0.5, 1),
                new Prediction("d", "y", 0.9, 0.5),
                new Prediction("a", "x", 0.1, 1)));
        assertThat(report.votes()).isEqualTo(4);
        assertThat(report.ties()).isOne();
        assertThat(report.all().count()).isEqualTo(3);
        assertThat(report.all().accuracy()).isCloseTo((1 + 0 + 0.5) / 3, within(1e-12));
        assertThat(report.all().logLoss())
                .isCloseTo(-(Math.log(0.8) + Math.log(0.4) + Math.log(0.5)) / 3, within(1e-12));
        assertThat(report.groups().get("x"))
                .satisfies(score -> assertThat(score.count()).isEqualTo(2));
        // bins 0.8: |1 - 0.8|, 0.6: |0 - 0.6|, 0.5: |1 - 0.5|, one vote each
        assertThat(report.expectedCalibrationError()).isCloseTo((0.2 + 0.6 + 0.5) / 3, within(1e-12));
        assertThat(report.calibration()).extracting(PrequentialReport.Bin::from).containsExactly(0.5, 0.6, 0.8);
    }

    @Test
    void shouldSplitIntoTenEqualPartsInOrderWhenThereAreEnoughVotes() {
        List<Prediction> predictions = new ArrayList<>();
        for (int i = 0; i < 100; i++) {
            predictions.add(new Prediction("v" + i, "", i < 50 ? 0.1 : 0.9, 1));
        }
        PrequentialReport report = PrequentialReport.of(predictions);
        assertThat(report.deciles())
                .extracting(PrequentialReport.Score::accuracy)
                .containsExactly(0.0, 0.0, 0.0, 0.0, 0.0, 1.0, 1.0, 1.0, 1.0, 1.0);
        assertThat(report.deciles()).allMatch(score -> score.count() == 10);
    }

    @Test
    void shouldStayFiniteWhenAPredictionWasCertainAndWrong() {
        PrequentialReport report = PrequentialReport.of(List.of(new Prediction("a", "", 0, 1)));
        assertThat(report.all().logLoss()).isCloseTo(-Math.log(1e-6), within(1e-9));
    }

    @Test
    void shouldRefuseWhenAPredictionIsNoProbability() {
        assertThatThrownBy(() -> new Prediction("a", "", Double.NaN, 1)).hasMessageContaining("NaN");
    }
}
