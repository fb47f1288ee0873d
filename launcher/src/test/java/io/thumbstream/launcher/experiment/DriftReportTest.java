package io.thumbstream.launcher.experiment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.thumbstream.lab.drive.GoldWindow;
import io.thumbstream.lab.report.Curve;
import io.thumbstream.lab.report.Figure;
import io.thumbstream.lab.trace.Stage;
import io.thumbstream.lab.trace.VoteTrace;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class DriftReportTest {
    /** Half of the way from 0.4 to 1.4 is 0.9; after 0.6 of it, nine tenths of 0.6 of the way from 0.2 to 1.2 is 0.74. */
    private static final BaseScore BASE = new BaseScore(0.4, 1.4, 0.2, 1.2);

    @Test
    void shouldMeasureShareAndRecoveryFromTheShippedPolicy() {
        SeedResult seed = seed(1, 1.0, 0.75, 0.1, 0.3, 10, 10);
        assertThat(seed.share(BASE)).isCloseTo(0.6, within(1e-12));
        assertThat(seed.recovery(BASE)).isCloseTo(0.55 / 0.6, within(1e-12));
    }

    @Test
    void shouldMeetEveryDemandWhenAllSeedsDo() {
        DriftReport report = new DriftReport(
                BASE, List.of(seed(1, 1.0, 0.75, 0.1, 0.3, 10, 10), seed(2, 0.95, 0.8, 0.2, 0.1, 12, 12)));
        assertThat(report.figures().missed()).isEmpty();
        assertThat(value(report, "votes-accepted")).isEqualTo(3 * 10 + 3 * 12);
        assertThat(value(report, "votes-labelled")).isEqualTo(66);
        assertThat(value(report, "gold-utility-final")).isCloseTo(0.975, within(1e-12));
        assertThat(value(report, "seeds-recovered-from-flip")).isEqualTo(2);
        assertThat(value(report, "vote-to-policy-median-seconds")).isEqualTo(4);
    }

    @Test
    void shouldNameWhatIsMissedWhenOneSeedFallsShort() {
        DriftReport report = new DriftReport(
                BASE, List.of(seed(1, 1.0, 0.75, 0.1, 0.3, 10, 10), seed(2, 0.85, 0.4, 0.5, 0.45, 12, 11)));
        assertThat(report.figures().missed().stream().map(Figure::name))
                .containsExactlyInAnyOrder(
                        "votes-labelled",
                        "seeds-share-of-best-reached",
                        "seeds-recovered-from-flip",
                        "seeds-frozen-policy-worse",
                        "seeds-frozen-reward-model-worse",
                        "seed-2-share-of-best",
                        "seed-2-flip-recovery");
    }

    @Test
    void shouldDrawBothPhasesInOneLinePerSeed() {
        DriftReport report = new DriftReport(BASE, List.of(seed(7, 1.0, 0.75, 0.1, 0.3, 10, 10)));
        Curve utility = report.curves().get(0);
        assertThat(utility.lines()).singleElement().satisfies(line -> {
            assertThat(line.label()).isEqualTo("seed 7");
            assertThat(line.xs()).containsExactly(100.0, 100.0);
        });
        assertThat(report.curves()).extracting(Curve::name).contains("vote-to-policy");
    }

    private static double value(DriftReport report, String name) {
        return report.figures().list().stream()
                .filter(figure -> figure.name().equals(name))
                .mapToDouble(Figure::value)
                .findFirst()
                .orElseThrow();
    }

    static SeedResult seed(
            long seed, double learned, double adapted, double frozen, double half, long accepted, long labelled) {
        VoteTrace trace = new VoteTrace("v", Map.of(Stage.LABEL, 1.0, Stage.ANSWER, 4.0));
        GoldWindow window = new GoldWindow(0, 100, 30, 0.5, 0.1, 0.7, 3);
        PhaseResult phase = new PhaseResult(
                accepted, labelled, 0, 5, 60, List.of(trace, new VoteTrace("w", Map.of())), List.of(window));
        return new SeedResult(seed, learned, frozen, adapted, half, phase, phase, phase);
    }
}
