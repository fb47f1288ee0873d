package io.thumbstream.launcher.experiment.delay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.thumbstream.lab.report.Demand;
import io.thumbstream.launcher.Thumbstream;
import io.thumbstream.launcher.up.Screen;
import io.thumbstream.learner.correct.Target;
import java.io.ByteArrayOutputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A short form of the experiment: the corrections find the rates that the plain readings miss. */
class DelayedFeedbackTest {
    private static final List<Long> SEEDS = List.of(1L, 2L, 3L);

    @Test
    void shouldFindTheRateWherePlainReadingsMissIt() {
        DelayReport report = new DelayedFeedback(10_000).run(SEEDS);

        for (String world : List.of("exponential", "log-normal", "heavy-tailed", "mix-thumb")) {
            assertThat(report.error(world, "plain-closed").mean())
                    .as("%s, seeds %s", world, SEEDS)
                    .isLessThan(-10);
            for (String reading :
                    List.of("elapsed-time", "feedback-shift", "fake-negative-weighted", "fake-negative-calibration")) {
                assertThat(report.error(world, reading).mean())
                        .as("%s by %s, seeds %s", world, reading, SEEDS)
                        .isCloseTo(0, within(9.0));
            }
        }
        assertThat(report.error("asked", "plain").mean()).isLessThan(-20);
        assertThat(report.error("asked", "inverse-asking").mean()).isCloseTo(0, within(9.0));
        assertThat(report.error("answered", "plain").mean()).isLessThan(-35);
        assertThat(report.error("answered", "inverse-answering").mean()).isCloseTo(0, within(12.0));
    }

    @Test
    void shouldDemandOfCorrectionsButNotOfPlainReadings() {
        DelayReport report = new DelayReport();
        report.add("log-normal", "plain-late", -0.4);
        report.add("log-normal", "elapsed-time", 0.02);
        report.add("log-normal", "elapsed-time", 0.04);
        report.add("log-normal", "delay-model", 0.3);
        report.add("exponential", "delay-model", 0.3);

        assertThat(report.figures().list())
                .filteredOn(figure -> figure.demand().kind() != Demand.Kind.NONE)
                .extracting(figure -> figure.name() + " " + figure.met())
                .containsExactly("reach-log-normal-elapsed-time false", "reach-exponential-delay-model false");
        assertThat(report.error("log-normal", "elapsed-time").mean()).isCloseTo(3, within(1e-9));
    }

    @Test
    void shouldForgetOldLabelsInAFit() {
        RateFit fit = new RateFit(100);
        for (int i = 0; i < 2000; i++) {
            fit.learn(Target.of(1, 1));
        }
        assertThat(fit.rate()).isCloseTo(1, within(1e-6));
        for (int i = 0; i < 2000; i++) {
            fit.learn(Target.of(0.25, 3));
        }
        assertThat(fit.rate()).isCloseTo(0.25, within(1e-6));
    }

    @Test
    void shouldPrintFiguresOfEverySeedWithoutStartingAnything() throws Exception {
        StringWriter out = new StringWriter();
        int code = Thumbstream.run(
                new PrintWriter(out),
                new Screen(new ByteArrayOutputStream(), false),
                "lab",
                "run",
                "delayed-feedback",
                "--output",
                "json");
        JsonNode figures = new ObjectMapper().readTree(out.toString()).path("figures");

        assertThat(code).isZero();
        assertThat(figures.findValuesAsText("name"))
                .contains("error-drifting-elapsed-time", "reach-mix-outcome-fake-negative-weighted")
                .doesNotHaveDuplicates();
    }
}
