package io.thumbstream.launcher.trial;

import static org.assertj.core.api.Assertions.assertThat;

import io.thumbstream.lab.report.PairedRule;
import io.thumbstream.learner.advantage.AdvantageEstimators;
import io.thumbstream.learner.replay.GroupRollout;
import io.thumbstream.learner.replay.RolloutGroup;
import io.thumbstream.reward.transform.RewardChain;
import io.thumbstream.reward.transform.RewardGroup;
import io.thumbstream.reward.transform.RewardRow;
import io.thumbstream.reward.transform.Transforms;
import io.thumbstream.runtime.catalog.TechniqueChoice;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Claims that ship say what their titles ask, and compare arms that can differ. */
class ShippedClaimsTest {
    /** Two prompts of unequal offset; no score is as large as any transform cuts. */
    private static final double[][] SCORES = {{0.0, 0.1, 0.2, 0.3}, {1.0, 1.2, 1.1, 1.05}};

    @Test
    void shouldAskInATitleWhatIsClaimed() throws IOException {
        for (String id : Trial.ids()) {
            Trial.Header header = Trial.load(id).header();
            assertThat(header.title()).as(id).endsWith("?");
            if (header.claim().kind() == PairedRule.Kind.NOT_BELOW) {
                assertThat(header.title())
                        .as("%s claims that an arm is not below", id)
                        .doesNotContainPattern("\\b(more|higher|better)\\b(?! answer)");
            }
        }
    }

    /** What is taken off all answers to a prompt cancels in an estimator that compares them with each other. */
    @Test
    void shouldCompareContrastiveRewardsWhereTheyAreNotRawOnesTimesAConstant() throws IOException {
        int compared = 0;
        for (String id : Trial.ids()) {
            Trial trial = Trial.load(id);
            Arm arm = Objects.requireNonNull(
                    trial.arms().get(trial.header().claim().arm()), id);
            boolean contrastive = arm.settings().reward().transforms().stream()
                    .anyMatch(choice -> choice.name().equals("contrastive"));
            if (contrastive && arm.settings().generator().startAnswers().perGroup() == 0) {
                Arm baseline = Objects.requireNonNull(
                        trial.arms().get(trial.header().claim().baseline()), id);
                assertThat(Math.abs(cosine(advantages(arm), advantages(baseline))))
                        .as("cosine of the advantages of both arms of %s", id)
                        .isLessThan(0.999);
                compared++;
            }
        }
        assertThat(compared).isGreaterThanOrEqualTo(3);
    }

    /** One for each answer, group after group. */
    private static List<Double> advantages(Arm arm) {
        RewardChain chain = new RewardChain(arm.settings().reward().transforms().stream()
                .map(ShippedClaimsTest::step)
                .toList());
        List<RolloutGroup> groups = new ArrayList<>();
        for (int g = 0; g < SCORES.length; g++) {
            List<RewardRow> rows = new ArrayList<>();
            for (int i = 0; i < SCORES[g].length; i++) {
                double score = SCORES[g][i];
                rows.add(new RewardRow(g + "." + i, 1, score, 0, score, null, 0, 1, Map.of()));
            }
            List<GroupRollout> rollouts = chain.apply(new RewardGroup(rows), List.of()).group().rows().stream()
                    .map(ShippedClaimsTest::rollout)
                    .toList();
            groups.add(new RolloutGroup("group-" + g, 1, rollouts, Instant.EPOCH));
        }
        List<Double> all = new ArrayList<>();
        AdvantageEstimators.CATALOG
                .create(arm.settings().learner().policy().advantage())
                .estimateStep(groups)
                .forEach(group -> group.forEach(tokens -> all.add((double) tokens[0])));
        return all;
    }

    private static RewardChain.Step step(TechniqueChoice choice) {
        return new RewardChain.Step(choice.name(), choice.name(), Transforms.CATALOG.create(choice));
    }

    /** An answer of one token. */
    private static GroupRollout rollout(RewardRow row) {
        return new GroupRollout(
                row.rolloutId(), new int[] {1}, new int[] {2}, new float[1], 0, row.reward(), Optional.empty());
    }

    private static double cosine(List<Double> one, List<Double> other) {
        double product = 0;
        double ones = 0;
        double others = 0;
        for (int i = 0; i < one.size(); i++) {
            product += one.get(i) * other.get(i);
            ones += one.get(i) * one.get(i);
            others += other.get(i) * other.get(i);
        }
        return product / Math.sqrt(ones * others);
    }
}
