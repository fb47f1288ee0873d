package io.thumbstream.launcher.trial;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.thumbstream.lab.report.PairedRule;
import io.thumbstream.launcher.result.ExperimentFile;
import io.thumbstream.launcher.result.Result;
import io.thumbstream.launcher.result.ResultPage;
import io.thumbstream.launcher.technique.Explanation;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What came of a trial, as its page tells it. */
class TrialResultTest {
    private static final String FILE =
            """
            # A toy stands in place of the source's model.
            # Nothing else differs.
            title: Does a bounded reward end higher?
            source: A paper, arXiv 0000.00000
            bed: {steps: 6, measure-every: 2}
            common:
              learner: {policy: {advantage: rloo, stabilizers: []}}
            arms:
              raw:
                reward: {transforms: [centre]}
              bounded:
                reward: {transforms: [par]}
            claim: {arm: bounded, baseline: raw, kind: better, metric: final-gold}
            """;

    /** Two seeds, an eighth apart in both; each arm's two worths lie a quarter from their mean, so 12.706 quarters are its interval. */
    private static final String PAGE =
            """
            # Does a bounded reward end higher?

            <!-- Made by `thumbstream lab run small --page DIR`; do not edit. -->

            **Reproduced**: `bounded` against `raw` in `final-gold`, the difference is \
            0.1250 worth, 95 % interval 0.1250 to 0.1250, over 2 seeds (3, 4).

            Claimed is that the arm is better: the 95 % interval of the differences, paired by seed, lies above \
            0, and at least four in five are above 0.

            Source: A paper, arXiv 0000.00000.

            ## What was compared

            As the file of the experiment says it; what it does not name is as by default.

            ```yaml
            bed: {steps: 6, measure-every: 2}
            common:
              learner: {policy: {advantage: rloo, stabilizers: []}}
            arms:
              raw:
                reward: {transforms: [centre]}
              bounded:
                reward: {transforms: [par]}
            claim: {arm: bounded, baseline: raw, kind: better, metric: final-gold}
            ```

            ## Arms

            | arm | `final-gold` | difference to `raw` |
            | --- | --- | --- |
            | `raw`, baseline | 0.5000 (-2.6765 to 3.6765) | - |
            | `bounded`, claimed | 0.6250 (-2.5515 to 3.8015) | 0.1250 (0.1250 to 0.1250) |

            Means over seeds with their 95 % intervals, unit: worth. Every metric of every arm: [figures.json](small/figures.json). \
            What metrics mean: [trials](../trials.md#the-claim), [trials of reward models](../reward-trials.md).

            ## Curve

            ![true worth of an answer over steps of the policy](small/gold.png)

            ## Techniques

            Arms use these, and the baseline does not:

            - `par` (reward transform in `bounded`): A bounded score. Ours has a group in place of one reference. Use it often.

            ## How it differs from its source

            A toy stands in place of the source's model. Nothing else differs.

            ## How this page is made

            ```sh
            thumbstream lab run small --seeds 2 --seeds-from 3 --page DIR
            ```

            Build: thumbstream 1 (abc). Seeds: 3, 4.
            """;

    @Test
    void shouldTellOfATrialWhatCameOfIt() throws IOException {
        Explanation bounded = new Explanation(
                "A bounded score.",
                "",
                "",
                "Ours has a group in place of one reference. Use it often.",
                Map.of(),
                List.of());

        assertThat(ResultPage.of(result("final-gold"), Map.of("reward transform par", bounded)))
                .isEqualTo(PAGE);
    }

    @Test
    void shouldSayThatNoSeedSaysAnything() throws IOException {
        Result result = result("gold-at-kl");

        assertThat(result.outcome().verdict()).isEqualTo(PairedRule.Verdict.INCONCLUSIVE);
        assertThat(ResultPage.of(result, Map.of()))
                .contains(
                        "**Inconclusive**: `bounded` against `raw` in `gold-at-kl`, no seed says anything, over 2 seeds"
                                + " (3, 4; 2 of them cannot say).")
                .contains("| `bounded`, claimed | none | none |");
    }

    private static Result result(String metric) throws IOException {
        String text = FILE.replace("final-gold", metric);
        Trial trial = Trial.read("small", new YAMLMapper().readTree(text));
        TrialReport report = new TrialReport(
                trial, Map.of("raw", List.of(at(0.25), at(0.75)), "bounded", List.of(at(0.375), at(0.875))));
        return report.result(new ExperimentFile(text), List.of(3L, 4L), "thumbstream 1 (abc)");
    }

    private static ArmCurve at(double worth) {
        return new ArmCurve(List.of(new ArmCurve.Point(0, worth)));
    }
}
