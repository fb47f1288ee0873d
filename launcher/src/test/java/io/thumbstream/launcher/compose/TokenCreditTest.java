package io.thumbstream.launcher.compose;

import static org.assertj.core.api.Assertions.assertThat;

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
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Where everything runs in one process, what credit gives each token reaches the learner, too. */
class TokenCreditTest {
    private static final long SEED = 5;

    private final Path home;

    TokenCreditTest(@TempDir Path home) {
        this.home = home;
    }

    @Test
    void shouldHandOverWhatTokensEarned() throws IOException {
        ThumbstreamSettings settings = ConfigLoader.load(
                        ThumbstreamSettings.class,
                        ThumbstreamSettings.defaults(),
                        new ConfigSources(List.of(), Map.of(), List.of("reward.credit=uniform")))
                .value();
        TinyStream stream = TinyStream.create(home, SEED, 1);
        RewardSide side = new RewardSide(settings, new Statements(), TinyStream.ASKED, new SeededRandom(SEED));

        List<InputRecord<RolloutGroup>> groups = side.experience(stream.round(0), 1, texts -> scores(texts.size()));

        List<GroupRollout> rollouts = groups.stream()
                .flatMap(group -> group.value().rollouts().stream())
                .toList();
        assertThat(rollouts).as("seed %d", SEED).isNotEmpty().anyMatch(rollout -> rollout.reward() != 0);
        for (GroupRollout rollout : rollouts) {
            int tokens = rollout.tokens().length;
            float[] shares = new float[tokens];
            Arrays.fill(shares, (float) (rollout.reward() / tokens));
            assertThat(rollout.tokenRewards()).as("seed %d", SEED).containsExactly(shares);
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
