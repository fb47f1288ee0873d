package io.thumbstream.learner.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.thumbstream.learner.replay.GroupRollout;
import io.thumbstream.learner.replay.RolloutGroup;
import io.thumbstream.runtime.catalog.TechniqueChoice;
import io.thumbstream.runtime.config.SettingsBinder;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** The best and the worst answer of a group go through a step together. */
class PairRowsTest {
    private final PolicyStages stages =
            PolicyStages.of(PolicyLearningTest.settings("rloo", TechniqueChoice.of("dpo"), 1e-3));

    private static RolloutGroup group(String id, int[] lengths, double... rewards) {
        List<GroupRollout> rollouts = new ArrayList<>();
        for (int i = 0; i < rewards.length; i++) {
            int n = lengths[i];
            rollouts.add(new GroupRollout(
                    id + "." + i, new int[] {1}, new int[n], new float[n], 0, rewards[i], Optional.empty()));
        }
        return new RolloutGroup(id, 1, rollouts, Instant.EPOCH);
    }

    private static List<String> ids(List<PolicyRow> rows) {
        return rows.stream().map(row -> row.rollout().rolloutId()).toList();
    }

    @Test
    void shouldPairTheBestWithTheWorstAndLeaveOutGroupsWithoutDifference() {
        RolloutGroup spread = group("a", new int[] {2, 5, 3}, 0.1, 0.9, -0.4);
        RolloutGroup alike = group("b", new int[] {2, 2}, 0.5, 0.5);
        List<PolicyRow> rows = PolicyRow.of(List.of(spread, alike), stages);

        assertThat(rows).hasSize(1);
        assertThat(ids(rows.get(0).answers())).containsExactly("a.1", "a.2");
        assertThat(rows.get(0).answers()).extracting(PolicyRow::labelValue).containsExactly(1.0, 0.0);
        assertThat(PolicyBatches.whole(rows).labelWeight()).isEqualTo(2);
        assertThat(PolicyBatches.whole(rows).tokens()).isEqualTo(8);
        assertThat(stages.usable(spread)).isTrue();
        assertThat(stages.usable(alike)).isFalse();
    }

    @Test
    void shouldPutTheAnswerOfSomebodyElseThirdWhereTheObjectiveReadsIt() {
        RolloutGroup group = withOther(group("a", new int[] {2, 5, 3}, 0.1, 0.9, -0.4), 0.8);
        List<PolicyRow> mixed = PolicyRow.of(List.of(group), PolicyStages.of(fromSources(TechniqueChoice.of("wrpo"))));
        List<PolicyRow> plain = PolicyRow.of(List.of(group), PolicyStages.of(fromSources(TechniqueChoice.of("dpo"))));

        assertThat(ids(mixed.get(0).answers())).containsExactly("a.1", "a.2", "else");
        assertThat(mixed.get(0).answers())
                .extracting(row -> row.known().source())
                .containsExactly(false, false, true);
        assertThat(mixed.get(0).answers()).extracting(PolicyRow::labelWeight).containsExactly(1.0, 1.0, 0.0);
        assertThat(PolicyBatches.whole(mixed).labelWeight()).isEqualTo(2);
        assertThat(PolicyRow.passes(mixed, 1)).as("one pass").hasSize(1);
        assertThat(ids(plain.get(0).answers())).containsExactly("a.1", "a.2");
    }

    @Test
    void shouldHideAnswersOfSomebodyElseFromObjectivesThatCorrectForTheSampler() {
        PolicyStages clipped =
                PolicyStages.of(PolicyLearningTest.settings("rloo", TechniqueChoice.of("ppo-clip"), 1e-3));
        RolloutGroup alike = withOther(group("b", new int[] {2, 2}, 0.5, 0.5), 0.8);
        RolloutGroup spread = withOther(group("a", new int[] {2, 5}, 0.1, 0.9), 0.8);

        assertThat(clipped.usable(alike)).as("only somebody else differs").isFalse();
        assertThat(clipped.usable(spread)).isTrue();
        List<PolicyRow> rows = PolicyRow.of(List.of(spread), clipped);
        assertThat(ids(rows)).containsExactly("a.0", "a.1");
        // 0.9 less the only other own answer
        assertThat(rows.get(1).advantages()[0]).isCloseTo(0.8f, within(1e-6f));
        PolicyStages imitating =
                PolicyStages.of(PolicyLearningTest.settings("rloo", TechniqueChoice.of("advantage-weighted"), 1e-3));
        assertThat(imitating.usable(alike)).isTrue();
        List<PolicyRow> all = PolicyRow.of(List.of(spread), imitating);
        assertThat(ids(all)).containsExactly("a.0", "a.1", "else");
        assertThat(all).extracting(row -> row.known().elsewhere()).containsExactly(false, false, true);
    }

    /** An objective on pairs of the multi-source builder. */
    static PolicySettings fromSources(TechniqueChoice objective) {
        return SettingsBinder.overlay(
                PolicyLearningTest.settings("rloo", objective, 1e-3),
                JsonNodeFactory.instance.objectNode().put("pairs", "multi-source-builder"),
                "policy");
    }

    static RolloutGroup withOther(RolloutGroup group, double reward) {
        List<GroupRollout> all = new ArrayList<>(group.rollouts());
        int[] prompt = group.rollouts().get(0).promptTokens();
        all.add(new GroupRollout("else", prompt, new int[4], new float[4], -1, reward, Optional.empty()));
        return new RolloutGroup(group.groupId(), 1, all, group.eventTime());
    }

    @Test
    void shouldKeepPairsWholeWhenPassesAreShort() {
        List<PolicyRow> rows = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            rows.addAll(PolicyRow.of(List.of(group("g" + i, new int[] {1 + i, 6 - i}, 1, 0)), stages));
        }
        for (int budget : new int[] {1, 15, 30, 1000}) {
            List<List<PolicyRow>> passes = PolicyRow.passes(PolicyRow.shortestFirst(rows), budget);

            assertThat(passes.stream().mapToInt(List::size).sum())
                    .as("budget %d", budget)
                    .isEqualTo(10);
            assertThat(passes).allSatisfy(pass -> {
                for (int i = 0; i < pass.size(); i += 2) {
                    String prompt = pass.get(i).rollout().rolloutId().replaceFirst("\\..*", "");
                    assertThat(pass.get(i + 1).rollout().rolloutId()).startsWith(prompt);
                }
            });
        }
    }
}
