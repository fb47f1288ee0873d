package io.thumbstream.launcher.compose;

import static org.assertj.core.api.Assertions.assertThat;

import io.thumbstream.launcher.loop.AnswerGroup;
import io.thumbstream.launcher.loop.RewardSide;
import io.thumbstream.launcher.up.ThumbstreamSettings;
import io.thumbstream.learner.engine.InputRecord;
import io.thumbstream.learner.replay.BinaryLabel;
import io.thumbstream.learner.replay.RolloutGroup;
import io.thumbstream.reward.interpret.Statement;
import io.thumbstream.runtime.random.SeededRandom;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Where everything runs in one process, the learner knows who judged, as it does from the topics: objectives and the firewall go by it. */
class RaterTest {
    private static final long SEED = 6;

    @Test
    void shouldHandOverWhoJudged(@TempDir Path home) throws IOException {
        List<AnswerGroup> round = TinyStream.create(home, SEED, 1).round(0);
        RewardSide side = new RewardSide(
                ThumbstreamSettings.defaults(),
                (kind, about, random) ->
                        Optional.of(new Statement("s-" + about.get(0).id(), kind, 1.0, null)),
                TinyStream.ASKED,
                new SeededRandom(SEED));
        var unusedLabels = side.labels(round);

        List<InputRecord<RolloutGroup>> groups = side.experience(round, 1, texts -> new double[texts.size()][1]);

        assertThat(groups).as("seed %d", SEED).hasSameSizeAs(round);
        for (int i = 0; i < groups.size(); i++) {
            String person =
                    Optional.ofNullable(round.get(i).answers().get(0).userKey()).orElseThrow();
            assertThat(groups.get(i).value().rollouts())
                    .as("seed %d", SEED)
                    .flatExtracting(rollout -> rollout.label().stream().toList())
                    .isNotEmpty()
                    .extracting(BinaryLabel::rater)
                    .containsOnly(Optional.of(person));
        }
    }
}
