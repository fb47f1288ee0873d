package io.thumbstream.reward.transform;

import static io.thumbstream.reward.transform.Groups.group;
import static io.thumbstream.reward.transform.Groups.rewards;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.thumbstream.runtime.error.ConfigException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Sums of linked parts by hand. */
class RewardMixerTest {
    private static final String LENGTH = "length-control";

    private static RewardTransform mixer(Map<String, Object> overlay) {
        return Transforms.CATALOG.create("reward-mixer", new ObjectMapper().valueToTree(overlay));
    }

    private static RewardRow row(int index, double score, Map<String, Double> components) {
        return new RewardRow("g." + index, 12, score, 0, score, null, 0, 1, components);
    }

    /** Scores 3, 1, 0 and other parts -3, 1, 0. */
    private static RewardGroup twoParts() {
        return new RewardGroup(List.of(
                row(0, 3, Map.of(LENGTH, -3.0)), row(1, 1, Map.of(LENGTH, 1.0)), row(2, 0, Map.of(LENGTH, 0.0))));
    }

    @Test
    void shouldBeTheLinkedDifferenceToTheQuantileOfTheGroupWhenThereIsOnePart() {
        // the 0.85 quantile of 0, 1, 2 is 1.7: log sigmoid(-1.7), (-0.7), (0.3)
        List<Double> rewards = rewards(mixer(Map.of()).apply(group(0, 1, 2), Running.empty()));

        assertThat(rewards.get(0)).isCloseTo(-1.867786, within(1e-5));
        assertThat(rewards.get(1)).isCloseTo(-1.103186, within(1e-5));
        assertThat(rewards.get(2)).isCloseTo(-0.554355, within(1e-5));
    }

    /** Against the best of each, 3 and 1: log sigmoid of 0 and -4, of -2 and 0, of -3 and -1. */
    @Test
    void shouldNotLetOnePartMakeUpForAnotherWhenTheLinkIsLogSigmoid() {
        RewardTransform both = mixer(Map.of("weights", Map.of("score", 1, LENGTH, 1), "quantile", 1.0));
        List<Double> rewards = rewards(both.apply(twoParts(), Running.empty()));

        assertThat(rewards.get(0)).isCloseTo(-4.711297, within(1e-5));
        assertThat(rewards.get(1)).isCloseTo(-2.820075, within(1e-5));
        assertThat(rewards.get(2)).isCloseTo(-4.361849, within(1e-5));
    }

    /** Over the least of each, 0 and -3: 2 3 + 0.5 0, 2 1 + 0.5 4, 2 0 + 0.5 3, all halved. */
    @Test
    void shouldBeTheWeightedSumWhenTheLinkIsLinear() {
        RewardTransform sum = mixer(Map.of(
                "weights", Map.of("score", 2, LENGTH, 0.5), "link", "linear", "quantile", 0.0, "temperature", 2.0));

        assertThat(rewards(sum.apply(twoParts(), Running.empty()))).containsExactly(3.0, 2.0, 0.75);
    }

    @Test
    void shouldAddNothingForAPartThatIsMissingAndCountIt() {
        RewardTransform both = mixer(Map.of("weights", Map.of("score", 1, LENGTH, 1), "quantile", 1.0));
        RewardGroup group = new RewardGroup(List.of(row(0, 3, Map.of(LENGTH, 1.0)), row(1, 1, Map.of())));
        List<RewardRow> after = both.apply(group, Running.empty()).rows();

        // log sigmoid(0) twice; log sigmoid(-2) and nothing
        assertThat(after.get(0).reward()).isCloseTo(-1.386294, within(1e-5));
        assertThat(after.get(0).components()).doesNotContainKey(RewardMixer.MISSING);
        assertThat(after.get(1).reward()).isCloseTo(-2.126928, within(1e-5));
        assertThat(after.get(1).components()).containsEntry(RewardMixer.MISSING, 1.0);
    }

    @Test
    void shouldTakeTheRewardSoFarForAPart() {
        RewardTransform sum = mixer(Map.of("weights", Map.of("score", 0, "reward", 1), "link", "linear"));
        RewardGroup changed = group(5, 7).map(row -> row.reward() * 10);
        List<Double> rewards = rewards(sum.apply(changed, Running.empty()));

        assertThat(rewards.get(1) - rewards.get(0)).isCloseTo(20, within(1e-9));
    }

    @ParameterizedTest(name = "{0} is bounded by {1}")
    @CsvSource({"sigmoid, 1.5", "tanh, 1.5", "clip, 1.5", "linear, Infinity", "log-sigmoid, Infinity"})
    void shouldBeBoundedByTheWeightsWhereTheLinkIsBounded(String link, double bound) {
        assertThat(mixer(Map.of("weights", Map.of("score", 1, LENGTH, 0.5), "link", link))
                        .bound())
                .isEqualTo(bound);
    }

    @Test
    void shouldRefuseWeightsThatSayNothing() {
        assertThatThrownBy(() -> mixer(Map.of("weights", Map.of("score", 0))))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("weights are {score=0.0}");
        assertThatThrownBy(() -> mixer(Map.of("weights", Map.of("score", -1))))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("one of them above 0");
        assertThatThrownBy(() -> mixer(Map.of("quantile", 2.0)))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("quantile is 2.0");
    }
}
