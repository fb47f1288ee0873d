package io.thumbstream.launcher.trial;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.thumbstream.lab.tasks.lexicon.LexiconReader;
import io.thumbstream.launcher.console.Progress;
import io.thumbstream.runtime.error.ConfigException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Arms whose reward model reads states of a transformer. */
class TransformerArmsTest {
    private static final long SEED = 7;
    private static final String ARMS =
            """
            title: Do states tell more than words?
            bed: {steps: 2, prompts: 2, answers: 2, measured: 2, measured-answers: 2, measure-every: 1, feedback: {said: 1}}
            arms:
              words: {}
              states: {learner: {reward: {trunk: transformer}}}
            claim: {arm: states, baseline: words, kind: better, metric: final-accuracy}
            """;

    private final Path home;

    TransformerArmsTest(@TempDir Path home) {
        this.home = home;
    }

    /** The reader that is there, of three steps, is taken as it is. */
    @Test
    void shouldScoreByTheTrunkThatTheArmNames() throws IOException {
        LexiconReader.provide(home.resolve("lexicon-reader-1"), 1, 3, unused -> {});
        TrialReport report = TrialRun.run(read(ARMS), List.of(SEED), home, new Silent());

        assertThat(last(report, "states").score())
                .as("seed %d", SEED)
                .isFinite()
                .isNotEqualTo(last(report, "words").score());
    }

    private static ArmCurve.Point last(TrialReport report, String arm) {
        List<ArmCurve.Point> points =
                Objects.requireNonNull(report.curves().get(arm)).get(0).points();
        return points.get(points.size() - 1);
    }

    @Test
    void shouldRefuseATransformerWhereTheBedHasNone() {
        String chain = ARMS.replace("bed: {", "bed: {task: chain, base-steps: 1, ");

        assertThatThrownBy(() -> TrialRun.run(read(chain), List.of(SEED), home, new Silent()))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("learner.reward.trunk")
                .hasMessageContaining("take ngram");
    }

    private static Trial read(String yaml) throws IOException {
        return Trial.read("transformer-arms", new YAMLMapper().readTree(yaml));
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
