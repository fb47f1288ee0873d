package io.thumbstream.reward.transform;

import static io.thumbstream.reward.transform.Groups.group;
import static io.thumbstream.reward.transform.Groups.rewards;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.thumbstream.runtime.error.ConfigException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What every transform must keep, and the numbers of each by hand. */
class TransformsTest {

    static List<String> names() {
        return Transforms.CATALOG.names();
    }

    @ParameterizedTest
    @MethodSource("names")
    void shouldKeepRolloutsBoundAndOrderOnExtremeScores(String name) {
        RewardTransform transform = Transforms.CATALOG.create(name);
        RewardGroup group = group(-1e6, -3, 0, 0.5, 2, 1e6);

        List<RewardRow> after = transform.apply(group, new Running(10, 0.25)).rows();

        assertThat(after).extracting(RewardRow::rolloutId).containsExactlyElementsOf(ids(group));
        assertThat(after).allSatisfy(row -> {
            assertThat(row.reward()).isFinite();
            assertThat(Math.abs(row.reward())).isLessThanOrEqualTo(transform.bound());
        });
        if (transform.monotone()) {
            assertThat(after).extracting(RewardRow::reward).isSorted();
        }
        assertThat(transform.provides()).isNotEmpty();
    }

    @ParameterizedTest
    @MethodSource("names")
    void shouldDependOnTheGroupAndOnWhatItIsToldAloneAndNotOnTheOrderOfAnswers(String name) {
        RewardTransform transform = Transforms.CATALOG.create(name);
        RewardGroup group = group(0.7, -2, 0.1, 5);
        List<Double> once = rewards(transform.apply(group, new Running(3, 0.5)));
        RewardGroup unused = transform.apply(group(9, 9, -9), new Running(90, 7));
        List<RewardRow> turned = new ArrayList<>(group.rows());
        Collections.reverse(turned);
        List<Double> back = new ArrayList<>(rewards(transform.apply(new RewardGroup(turned), new Running(3, 0.5))));
        Collections.reverse(back);

        assertThat(rewards(transform.apply(group, new Running(3, 0.5)))).isEqualTo(once);
        for (int i = 0; i < once.size(); i++) {
            assertThat(back.get(i)).as("answer %d", i).isCloseTo(once.get(i), within(1e-12));
        }
    }

    @ParameterizedTest
    @MethodSource("names")
    void shouldTreatAnUnobservedLabelLikeNoLabelAtAll(String name) {
        RewardTransform transform = Transforms.CATALOG.create(name);
        RewardGroup group = group(0.2, 0.8);
        RewardGroup again = new RewardGroup(group.rows().stream()
                .map(row -> new RewardRow(
                        row.rolloutId(), row.tokens(), row.score(), 0, row.reward(), null, 5, 1, Map.of()))
                .toList());

        assertThat(rewards(transform.apply(again, Running.empty())))
                .isEqualTo(rewards(transform.apply(group, Running.empty())));
    }

    @Test
    void shouldCentreOnTheGroupOrOnTheRunningMean() {
        RewardTransform own = Transforms.CATALOG.create("centre");
        assertThat(rewards(own.apply(group(1, 2, 6), new Running(5, 100)))).containsExactly(-2.0, -1.0, 3.0);
        RewardTransform running = Transforms.CATALOG.create(
                "centre", JsonNodeFactory.instance.objectNode().put("around", "running"));
        assertThat(rewards(running.apply(group(1, 2, 6), new Running(5, 2)))).containsExactly(-1.0, 0.0, 4.0);
    }

    @Test
    void shouldGiveThePreferenceOverTheOthersOfTheGroup() {
        RewardTransform transform = Transforms.CATALOG.create("bounded-preference");
        // sigmoid(2) = 0.880797, sigmoid(1) = 0.731059: (0.880797 + 0.731059) / 2 for the best of 0, 1, 2
        List<Double> rewards = rewards(transform.apply(group(0, 1, 2), Running.empty()));
        assertThat(rewards.get(2)).isCloseTo(0.805928, within(1e-6));
        assertThat(rewards.get(1)).isCloseTo(0.5, within(1e-12));
        assertThat(rewards.get(0)).isCloseTo(0.194072, within(1e-6));
        assertThat(rewards(transform.apply(group(3), new Running(9, 1))).get(0)).isCloseTo(0.880797, within(1e-6));
    }

    @Test
    void shouldTakeOffWhatTheMembersDisagreeAbout() {
        RewardTransform transform = Transforms.CATALOG.create(
                "score-aggregate", JsonNodeFactory.instance.objectNode().put("pessimism", 2.0));
        RewardGroup group = new RewardGroup(List.of(
                new RewardRow("g.0", 12, 1.5, 0.5, 1.5, null, 0, 1, Map.of()),
                new RewardRow("g.1", 12, 1.0, 0.0, 1.0, null, 0, 1, Map.of())));

        // 1.5 - 2 * 0.5 falls behind the answer that all members agree about
        assertThat(rewards(transform.apply(group, Running.empty()))).containsExactly(0.5, 1.0);
    }

    @Test
    void shouldClipAndSayHowMuchWasCut() {
        RewardTransform transform = Transforms.CATALOG.create(
                "clip", JsonNodeFactory.instance.objectNode().put("low", -1.0).put("high", 1.0));
        RewardGroup after = transform.apply(group(-4, 0.5), Running.empty());
        assertThat(rewards(after)).containsExactly(-1.0, 0.5);
        assertThat(after.rows().get(0).components()).containsEntry(RewardChain.CLIPPED, -3.0);
        assertThat(after.rows().get(1).components()).isEmpty();
    }

    @Test
    void shouldPullTheRewardTowardsAnObservedLabelOnly() {
        RewardTransform transform = Transforms.CATALOG.create("observed-label-mix");
        RewardGroup group = new RewardGroup(List.of(
                new RewardRow("g.0", 12, 0.5, 0, 0.5, 1.0, 0.5, 1, Map.of()),
                new RewardRow("g.1", 12, 0.5, 0, 0.5, null, 0, 1, Map.of())));
        // a = 0.2 * 0.5 = 0.1: 0.9 * 0.5 + 0.1 * 1
        assertThat(rewards(transform.apply(group, Running.empty())).get(0)).isCloseTo(0.55, within(1e-12));
        assertThat(rewards(transform.apply(group, Running.empty())).get(1)).isEqualTo(0.5);
    }

    @Test
    void shouldChainStepsNameTheirResultsAndRememberWhatTheySaw() {
        RewardChain chain = new RewardChain(List.of(
                new RewardChain.Step("bounded-preference", "a", Transforms.CATALOG.create("bounded-preference")),
                new RewardChain.Step("centre", "b", Transforms.CATALOG.create("centre"))));
        RewardChain.Rewarded rewarded = chain.apply(group(0, 2), List.of());

        assertThat(chain.trace()).containsExactly("a", "b");
        assertThat(rewarded.running().get(0)).isEqualTo(new Running(1, 1));
        assertThat(rewarded.running().get(1).mean()).isCloseTo(0.5, within(1e-12));
        assertThat(rewarded.group().rows().get(1).components()).containsOnlyKeys("bounded-preference", "centre");
        assertThat(rewarded.group().meanReward()).isCloseTo(0, within(1e-12));
    }

    @Test
    void shouldLeaveAnUnscoredGroupAlone() {
        RewardChain chain =
                new RewardChain(List.of(new RewardChain.Step("centre", "b", Transforms.CATALOG.create("centre"))));
        RewardGroup unscored = new RewardGroup(List.of(new RewardRow("g.0", 12, null, 0, 0, null, 0, 1, Map.of())));
        assertThat(chain.apply(unscored, List.of())).isEqualTo(new RewardChain.Rewarded(unscored, List.of()));
    }

    @Test
    void shouldRefuseSettingsOutOfRange() {
        assertThatThrownBy(() -> Transforms.CATALOG.create(
                        "bounded-preference",
                        JsonNodeFactory.instance.objectNode().put("temperature", 0.0)))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("temperature is 0.0");
    }

    private static List<String> ids(RewardGroup group) {
        return group.rows().stream().map(RewardRow::rolloutId).toList();
    }
}
