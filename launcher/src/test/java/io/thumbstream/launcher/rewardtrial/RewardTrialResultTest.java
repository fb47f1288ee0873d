package io.thumbstream.launcher.rewardtrial;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.thumbstream.launcher.result.ExperimentFile;
import io.thumbstream.launcher.result.ResultPage;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What came of a reward trial, as its page tells it. */
class RewardTrialResultTest {
    private static final String FILE =
            """
            title: Do losses by kind of label cost nothing?
            data: {pairs: 32, held-out: 8}
            arms:
              pairs: {core: {objective: bradley-terry}}
              kinds: {core: {objective: by-label-kind}}
            claim: {arm: kinds, baseline: pairs, kind: not-below, metric: loss, margin: 0.01}
            """;

    /** A quarter of a nat worse in both seeds, turned so that worse is below 0. */
    private static final String PAGE =
            """
            # Do losses by kind of label cost nothing?

            <!-- Made by `thumbstream lab run small --page DIR`; do not edit. -->

            **Not reproduced**: `kinds` against `pairs` in `loss`, the difference is \
            -0.2500 nat, 90 % interval -0.2500 to -0.2500, over 2 seeds (1, 2).

            Claimed is that the arm is not below: the 90 % interval of the differences, paired by seed, lies above \
            -0.0100. Less of this metric is better; \
            differences are turned so that above 0 is better.

            Source: none.

            ## What was compared

            As the file of the experiment says it; what it does not name is as by default.

            ```yaml
            data: {pairs: 32, held-out: 8}
            arms:
              pairs: {core: {objective: bradley-terry}}
              kinds: {core: {objective: by-label-kind}}
            claim: {arm: kinds, baseline: pairs, kind: not-below, metric: loss, margin: 0.01}
            ```

            ## Arms

            | arm | `loss` | difference to `pairs` |
            | --- | --- | --- |
            | `pairs`, baseline | 0.5000 (-2.6765 to 3.6765) | - |
            | `kinds`, claimed | 0.7500 (-2.4265 to 3.9265) | -0.2500 (-0.2500 to -0.2500) |

            Means over seeds with their 95 % intervals, unit: nat. Every metric of every arm: [figures.json](small/figures.json). \
            What metrics mean: [trials](../trials.md#the-claim), [trials of reward models](../reward-trials.md).

            ## Techniques

            Arms use these, and the baseline does not:

            - `by-label-kind` (reward objective in `kinds`)

            ## How this page is made

            ```sh
            thumbstream lab run small --seeds 2 --seeds-from 1 --page DIR
            ```

            Build: thumbstream 1 (abc). Seeds: 1, 2.
            """;

    @Test
    void shouldTellOfARewardTrialWhatCameOfIt() throws IOException {
        RewardTrial trial = RewardTrial.read("small", new YAMLMapper().readTree(FILE));
        RewardTrialReport report = new RewardTrialReport(
                trial, Map.of("pairs", List.of(loss(0.25), loss(0.75)), "kinds", List.of(loss(0.5), loss(1))));

        assertThat(ResultPage.of(
                        report.result(new ExperimentFile(FILE), List.of(1L, 2L), "thumbstream 1 (abc)"), Map.of()))
                .isEqualTo(PAGE);
    }

    private static Measures loss(double value) {
        return new Measures(Map.of(RewardMetric.LOSS, value));
    }
}
