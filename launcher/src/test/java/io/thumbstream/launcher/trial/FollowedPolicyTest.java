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

/** A bed on which people fall silent and an older policy answers, too, and a reward model that goes on by itself. */
class FollowedPolicyTest {
    private static final String FOLLOWED =
            """
            title: followed
            bed: {task: chain, base-steps: 3, steps: 6, prompts: 8, answers: 4, measured: 2, measure-every: 2, older-every: 2,
              feedback: {said: 1, until: 2}}
            common: {reward: {joiner: {own-answers: true}}}
            arms:
              fixed: {}
              followed:
                learner:
                  reward:
                    core: {co-adaptation: {enabled: true, pairs: group-extremes-builder, round-pairs: 4, gate: 0, least-audits: 0}}
            claim: {arm: followed, baseline: fixed, kind: better, metric: final-accuracy}
            """;

    private final Path home;

    FollowedPolicyTest(@TempDir Path home) {
        this.home = home;
    }

    /** Until people fall silent the first round is only foreseen, so that both arms are the same. */
    @Test
    void shouldGoOnLearningWhenPeopleAreSilent() throws IOException {
        TrialReport report = TrialRun.run(read(FOLLOWED), List.of(11L), home, new Silent());
        ArmCurve fixed = Objects.requireNonNull(report.curves().get("fixed")).get(0);
        ArmCurve followed =
                Objects.requireNonNull(report.curves().get("followed")).get(0);

        assertThat(followed.points()).hasSize(4);
        assertThat(followed.points().subList(0, 2))
                .as("seed 11")
                .isEqualTo(fixed.points().subList(0, 2));
        assertThat(followed.points().get(3).score())
                .as("seed 11")
                .isNotEqualTo(fixed.points().get(3).score());
        for (ArmCurve.Point point : followed.points()) {
            assertThat(point.beside().accuracy()).isBetween(0.0, 1.0);
        }
    }

    @Test
    void shouldRefuseAFollowerWhomNobodyTells() {
        assertThatThrownBy(() -> read(FOLLOWED.replace("own-answers: true", "own-answers: false")))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("own-answers");
        assertThatThrownBy(() -> read(
                        FOLLOWED.replace("core: {co-adaptation", "core: {objective: binary-logistic, co-adaptation")))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("binary-logistic");
        assertThatThrownBy(() -> read(FOLLOWED.replace("until: 2", "until: -2")))
                .hasMessageContaining("until is -2");
        assertThatThrownBy(() -> read(FOLLOWED.replace("fixed: {}", "fixed: {reward-steps: -1}")))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("reward-steps is -1");
        assertThatThrownBy(() -> read(FOLLOWED.replace("older-every: 2", "older-every: -2")))
                .hasMessageContaining("older-every -2");
    }

    /** Of the first prompt's three pairs one is in order, one is not and one has equal scores; the second's are worth the same. */
    @Test
    void shouldCountPairsOfDifferentWorthByTheOrderOfTheirScores() {
        ArmMeasure.Order order = ArmMeasure.Order.NONE
                .with(List.of(0.2, 0.5, 0.9), List.of(-1.0, 2.0, -1.0))
                .with(List.of(0.4, 0.4), List.of(1.0, 2.0));

        assertThat(order.pairs()).isEqualTo(3);
        assertThat(order.share()).isEqualTo(0.5);
        assertThat(order.with(List.of(1.0, 0.0), List.of(3.0, 1.0)).share()).isEqualTo(0.625);
        assertThat(ArmMeasure.Order.NONE.share()).isEqualTo(0.5);
    }

    @Test
    void shouldLetTheRewardModelOfAnArmStayAsItIs() throws IOException {
        Trial trial = read(FOLLOWED.replace("fixed: {}", "fixed: {reward-steps: 3}"));

        assertThat(Objects.requireNonNull(trial.arms().get("fixed")).rewardSteps())
                .isEqualTo(3);
        assertThat(Objects.requireNonNull(trial.arms().get("followed")).rewardSteps())
                .isEqualTo(Integer.MAX_VALUE);

        // a model that people judged answers for first goes on only where the arm says so
        Trial judged = read(FOLLOWED.replace("fixed: {}", "fixed: {judged: 4}\n  both: {judged: 4, reward-steps: 3}"));
        assertThat(Objects.requireNonNull(judged.arms().get("fixed")).rewardSteps())
                .isZero();
        assertThat(Objects.requireNonNull(judged.arms().get("both")).rewardSteps())
                .isEqualTo(3);
    }

    @Test
    void shouldHearPeopleUntilTheyFallSilent() {
        BedSettings.Feedback silent = new BedSettings.Feedback(1, 0, 0, 0, 0, 1, 1, 5);

        assertThat(silent.heard(5)).isTrue();
        assertThat(silent.heard(6)).isFalse();
        assertThat(new BedSettings.Feedback(1, 0, 0, 0, 0).heard(1_000)).isTrue();
    }

    private static Trial read(String yaml) throws IOException {
        return Trial.read("followed", new YAMLMapper().readTree(yaml));
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
