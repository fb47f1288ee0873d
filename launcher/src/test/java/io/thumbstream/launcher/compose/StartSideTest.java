package io.thumbstream.launcher.compose;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.thumbstream.launcher.loop.AnswerGroup;
import io.thumbstream.launcher.loop.RewardSide;
import io.thumbstream.launcher.up.ThumbstreamSettings;
import io.thumbstream.learner.engine.InputRecord;
import io.thumbstream.learner.replay.GroupRollout;
import io.thumbstream.learner.replay.RolloutGroup;
import io.thumbstream.runtime.config.ConfigLoader;
import io.thumbstream.runtime.config.ConfigSources;
import io.thumbstream.runtime.random.SeededRandom;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Where everything runs in one process, answers of the first policy are compared with and go no further. */
class StartSideTest {
    private static final long SEED = 5;

    private final Path home;

    StartSideTest(@TempDir Path home) {
        this.home = home;
    }

    @Test
    void shouldCompareWithAnswersOfTheFirstPolicyAndHandOverTheOthers() throws IOException {
        ThumbstreamSettings settings = ConfigLoader.load(
                        ThumbstreamSettings.class,
                        ThumbstreamSettings.defaults(),
                        new ConfigSources(
                                List.of(),
                                Map.of(),
                                List.of("reward.transforms=[{name: contrastive, reference: start-policy}]")))
                .value();
        TinyStream stream = TinyStream.create(home, SEED, 2);
        AnswerGroup plain = stream.round(0).get(0);
        AnswerGroup beside = new AnswerGroup(
                plain.id(), plain.answers(), stream.round(1).get(0).answers().subList(0, 2));
        RewardSide side = new RewardSide(settings, new Statements(), TinyStream.ASKED, new SeededRandom(SEED));

        List<InputRecord<RolloutGroup>> groups = side.experience(List.of(beside), 1, texts -> scores(texts.size()));

        // answer i scores i, the two that come after all n answers n and n + 1
        List<GroupRollout> rollouts = groups.get(0).value().rollouts();
        int answers = plain.answers().size();
        assertThat(rollouts).as("seed %d", SEED).hasSize(answers);
        for (int i = 0; i < answers; i++) {
            assertThat(rollouts.get(i).rolloutId())
                    .isEqualTo(plain.answers().get(i).id());
            assertThat(rollouts.get(i).reward()).as("seed %d", SEED).isCloseTo(i - answers - 0.5, within(1e-12));
        }
        assertThat(side.findings()).isEmpty();
    }

    private static double[][] scores(int answers) {
        double[][] scores = new double[answers][1];
        for (int i = 0; i < answers; i++) {
            scores[i][0] = i;
        }
        return scores;
    }
}
