package io.thumbstream.launcher.bench;

import static org.assertj.core.api.Assertions.assertThat;

import io.thumbstream.lab.report.Figure;
import io.thumbstream.launcher.console.BarProgress;
import io.thumbstream.launcher.up.ThumbstreamSettings;
import io.thumbstream.model.tensor.Grad;
import io.thumbstream.model.tensor.NativeThreads;
import io.thumbstream.runtime.config.ConfigLoader;
import io.thumbstream.runtime.config.ConfigSources;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.Writer;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

class SoakBenchTest {
    @TempDir
    Path home = Path.of("set by the test framework");

    @Test
    @Timeout(120)
    void shouldGoRoundWithBothLearnersAndLeaveNoArrayBehind() throws IOException {
        NativeThreads.use(1);
        Grad.prepareThread();
        ThumbstreamSettings settings = ConfigLoader.load(
                        ThumbstreamSettings.class,
                        ThumbstreamSettings.defaults(),
                        new ConfigSources(
                                List.of(),
                                Map.of(),
                                List.of("learner.policy.groups-per-step=1", "learner.reward.core.batch=1")))
                .value();
        BarProgress progress = new BarProgress(new PrintWriter(Writer.nullWriter()), false);

        Map<String, Double> figures;
        try (SoakLoop loop = new SoakLoop(settings, home, 2, Clock.systemUTC())) {
            figures = SoakBench.run(loop, Duration.ofSeconds(1), progress).stream()
                    .collect(Collectors.toMap(Figure::name, Figure::value));
        }

        assertThat(figures)
                .hasEntrySatisfying("soak-rounds", rounds -> assertThat(rounds).isGreaterThanOrEqualTo(3));
        assertThat(figures).hasEntrySatisfying("soak-policy-steps", steps -> assertThat(steps)
                .isPositive());
        assertThat(figures).hasEntrySatisfying("soak-reward-steps", steps -> assertThat(steps)
                .isPositive());
        assertThat(figures)
                .hasEntrySatisfying("soak-arrays", arrays -> assertThat(arrays).isPositive());
        assertThat(figures).containsEntry("soak-arrays-growth", 0.0);
    }
}
