package io.thumbstream.launcher.trial;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.thumbstream.launcher.console.Progress;
import io.thumbstream.runtime.error.ConfigException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Arms whose rewards compare with answers of the first policy, and arms that only have them. */
class StartAnswersTest {
    private static final String COMPARED =
            """
            title: compared
            bed: {task: chain, base-steps: 3, steps: 4, prompts: 8, answers: 4, measured: 2, measure-every: 2,
              proxy: {fault: gold, noise: 0.5}}
            common: {learner: {policy: {groups-per-step: 8}}}
            arms:
              without: {}
              beside: {generator: {start-answers: {per-group: 2}}}
              compared:
                generator: {start-answers: {per-group: 2}}
                reward: {transforms: [{name: contrastive, reference: start-policy}]}
            claim: {arm: compared, baseline: without, kind: better, metric: final-accuracy}
            """;

    private final Path home;

    StartAnswersTest(@TempDir Path home) {
        this.home = home;
    }

    @Test
    void shouldChangeNothingUntilRewardsCompareWithThem() throws IOException {
        TrialReport report = TrialRun.run(read(COMPARED), List.of(11L), home, new Silent());
        ArmCurve without =
                Objects.requireNonNull(report.curves().get("without")).get(0);
        ArmCurve beside = Objects.requireNonNull(report.curves().get("beside")).get(0);
        ArmCurve compared =
                Objects.requireNonNull(report.curves().get("compared")).get(0);

        assertThat(beside.points()).as("seed 11").isEqualTo(without.points());
        assertThat(compared.points().get(0).entropy())
                .as("seed 11, before the first step")
                .isEqualTo(without.points().get(0).entropy());
        assertThat(compared.points().get(2).kl())
                .as("seed 11")
                .isNotEqualTo(without.points().get(2).kl());
    }

    @Test
    void shouldRefuseAnArmThatComparesWithAnswersThatNobodyMakes() {
        assertThatThrownBy(() -> read(
                        COMPARED.replace("    generator: {start-answers: {per-group: 2}}\n    reward", "    reward")))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("generator.start-answers.per-group is 0");
    }

    private static Trial read(String yaml) throws IOException {
        return Trial.read("compared", new YAMLMapper().readTree(yaml));
    }

    private record Silent() implements Progress {
        @Override
        public void phase(String name, long total) {}

        @Override
        public void done(long count) {}

        @Override
        public void close() {}
    }
}
