package io.thumbstream.reward.transform;

import static io.thumbstream.reward.transform.Groups.beside;
import static io.thumbstream.reward.transform.Groups.group;
import static io.thumbstream.reward.transform.Groups.leaveOneOut;
import static io.thumbstream.reward.transform.Groups.rewards;
import static io.thumbstream.reward.transform.Groups.start;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.thumbstream.runtime.catalog.Signal;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Rewards relative to answers of the policy that learning began with, and what a chain makes of such answers. */
class StartReferenceTest {
    private static final Running USUAL = new Running(9, 0.5);

    // par: the mean of sigmoid(3) and sigmoid(1); contrastive: 3 - 1; log-sigmoid-centred: the quantile is 1.7, log
    // sigmoid(1.3)
    @ParameterizedTest(name = "{0}")
    @CsvSource({"par, 0.841816", "contrastive, 2", "log-sigmoid-centred, -0.241008"})
    void shouldCompareWithTheStatisticOfThoseAnswers(String name, double reward) {
        RewardGroup after = compared(name).apply(beside(group(3, -100), 0, 2), USUAL);

        assertThat(rewards(after).get(0)).isCloseTo(reward, within(1e-5));
        assertThat(after.rows())
                .allSatisfy(row -> assertThat(row.components()).doesNotContainKey(RewardChain.NO_START));
        assertThat(compared(name).needs()).containsExactlyInAnyOrder(Signal.SCORE, Signal.START_ANSWERS);
    }

    @Test
    void shouldNeedNoOtherAnswerOfThePolicy() {
        assertThat(rewards(compared("contrastive").apply(beside(group(5), 1, 3), USUAL)))
                .containsExactly(3.0);
    }

    @Test
    void shouldFallBackToTheRunningMeanAndSaySoWhereThereAreNone() {
        RewardGroup after = compared("contrastive").apply(group(3, 1), USUAL);

        assertThat(rewards(after)).containsExactly(2.5, 0.5);
        assertThat(after.rows())
                .allSatisfy(row -> assertThat(row.components()).containsEntry(RewardChain.NO_START, 1.0));
    }

    @Test
    void shouldCompareThoseAnswersWithEachOther() {
        assertThat(rewards(compared("contrastive").apply(new RewardGroup(start(1, 3), start(1, 3)), USUAL)))
                .containsExactly(-2.0, 2.0);
        assertThat(rewards(compared("contrastive").apply(new RewardGroup(start(7), start(7)), USUAL)))
                .containsExactly(0.0);
    }

    /** Rewards of the group against itself never rise on average, however good the policy becomes; against where it began they do. */
    @Test
    void shouldRiseAsThePolicyLearns() {
        RewardGroup early = beside(group(0, 2), 0, 2);
        RewardGroup late = beside(group(10, 12), 0, 2);

        assertThat(Transforms.CATALOG.create("contrastive").apply(late, USUAL).meanReward())
                .isCloseTo(0, within(1e-12));
        assertThat(compared("contrastive").apply(early, USUAL).meanReward()).isCloseTo(0, within(1e-12));
        assertThat(compared("contrastive").apply(late, USUAL).meanReward()).isCloseTo(10, within(1e-12));
    }

    @Test
    void shouldCancelUnderLeaveOneOutWhereTheLinkIsLinear() {
        RewardGroup raw = group(1, 2, 6, -3);

        assertThat(leaveOneOut(compared("contrastive").apply(beside(raw, 4, -1), USUAL)))
                .containsExactly(leaveOneOut(raw), within(1e-12));
    }

    @Test
    void shouldKeepThoseAnswersOutOfWhatAStepKnowsOfTheOthers() {
        RewardGroup mixed = mixed(group(1, 3), start(100, 106));
        RewardChain.Rewarded rewarded = chain("centre", settings()).apply(mixed, List.of());

        assertThat(rewards(rewarded.group())).as("each centred among its own").containsExactly(-1.0, -3.0, 1.0, 3.0);
        assertThat(ids(rewarded.group())).isEqualTo(ids(mixed));
        assertThat(rewarded.running()).containsExactly(Running.empty().with(2));
    }

    @Test
    void shouldCompareOnTheScaleThatEarlierStepsMade() {
        RewardChain chain = new RewardChain(List.of(
                step("clip", settings().put("low", -1).put("high", 1)),
                step("contrastive", settings().put("reference", "start-policy"))));

        RewardGroup after =
                chain.apply(mixed(group(5, 0.5), start(-5, -7)), List.of()).group();

        // 1 and 0.5 against -1; the answers compared with are -1 both
        assertThat(rewards(after)).containsExactly(2.0, 0.0, 1.5, 0.0);
        assertThat(after.rows().get(1).components()).containsKeys("clip", "contrastive", RewardChain.START);
    }

    @ParameterizedTest
    @ValueSource(strings = {"par", "log-sigmoid-centred", "contrastive"})
    void shouldFollowTheOrderOfGroupsOnlyWhereThereAreNone(String name) {
        RewardChain chain = chain(name, settings().put("reference", "start-policy"));

        assertThat(chain.followsOrder(mixed(group(5, 1), start(2, 3)))).isFalse();
        assertThat(chain.followsOrder(group(5, 1))).isTrue();
    }

    @Test
    void shouldLeaveAGroupAsItIsThatHasNothingElse() {
        RewardGroup alone = new RewardGroup(start(1, 2));
        RewardChain.Rewarded rewarded = chain("centre", settings()).apply(alone, List.of(USUAL));

        assertThat(rewarded.group()).isEqualTo(alone);
        assertThat(rewarded.running()).containsExactly(USUAL);
    }

    /** Both in turns, as no index is promised to come last. */
    private static RewardGroup mixed(RewardGroup own, List<RewardRow> start) {
        List<RewardRow> rows = new ArrayList<>();
        for (int i = 0; i < start.size(); i++) {
            rows.addAll(Arrays.asList(own.rows().get(i), start.get(i)));
        }
        return new RewardGroup(rows);
    }

    private static List<String> ids(RewardGroup group) {
        return group.rows().stream().map(RewardRow::rolloutId).toList();
    }

    private static RewardTransform compared(String name) {
        return Transforms.CATALOG.create(name, settings().put("reference", "start-policy"));
    }

    private static RewardChain chain(String name, ObjectNode settings) {
        return new RewardChain(List.of(step(name, settings)));
    }

    private static RewardChain.Step step(String name, ObjectNode settings) {
        return new RewardChain.Step(name, name, Transforms.CATALOG.create(name, settings));
    }

    private static ObjectNode settings() {
        return JsonNodeFactory.instance.objectNode();
    }
}
