package io.thumbstream.learner.replay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.thumbstream.runtime.catalog.Signal;
import io.thumbstream.runtime.error.ConfigException;
import io.thumbstream.runtime.random.SeededRandom;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What every entry of {@link PairBuilders} must do, and which pairs each makes. */
class PairBuildersTest {
    private static final long SEED = Long.getLong("thumbstream.seed", 23);

    private final List<GroupRollout> rollouts = new ArrayList<>();

    static Stream<String> names() {
        return PairBuilders.CATALOG.names().stream();
    }

    private PairBuildersTest answer(double reward, long version, int... tokens) {
        rollouts.add(new GroupRollout(
                "g." + rollouts.size(),
                new int[] {1},
                tokens,
                new float[tokens.length],
                version,
                reward,
                Optional.empty()));
        return this;
    }

    private List<AnswerPair> pairs(String name, Map<String, Object> overlay) {
        return PairBuilders.CATALOG
                .create(name, new ObjectMapper().valueToTree(overlay))
                .pairs(new RolloutGroup("g", 1, rollouts, Instant.EPOCH));
    }

    private List<AnswerPair> pairs(String name) {
        return pairs(name, Map.of());
    }

    @ParameterizedTest
    @MethodSource("names")
    void shouldUseEachAnswerOnceAndMakeTheSamePairsTwice(String name) {
        SeededRandom random = new SeededRandom(SEED);
        int made = 0;
        for (int round = 0; round < 200; round++) {
            rollouts.clear();
            for (int i = 0; i < 2 + random.nextInt(6); i++) {
                answer(random.nextInt(4) / 4.0, random.nextInt(2), random.nextInt(3), random.nextInt(2));
            }
            List<AnswerPair> pairs = pairs(name);
            Set<Integer> used = new HashSet<>();
            for (AnswerPair pair : pairs) {
                assertThat(used.add(pair.chosen()) && used.add(pair.rejected()))
                        .as("seed %d round %d", SEED, round)
                        .isTrue();
                assertThat(pair.chosen()).isLessThan(rollouts.size());
                assertThat(pair.rejected()).isLessThan(rollouts.size());
            }
            assertThat(pairs(name)).isEqualTo(pairs);
            made += pairs.size();
        }
        assertThat(made).as("pairs in all").isPositive();
    }

    @ParameterizedTest
    @MethodSource("names")
    void shouldMakeNoPairOfOneAnswerAndProvidePairs(String name) {
        answer(1, 1, 5);

        assertThat(pairs(name)).isEmpty();
        assertThat(PairBuilders.CATALOG.create(name).provides()).containsExactly(Signal.PAIR);
    }

    @Test
    void shouldPairTheBestWithTheWorst() {
        answer(0.2, 1, 5).answer(0.9, 1, 5).answer(-1, 1, 5).answer(0.9, 1, 5).answer(-1, 1, 5);

        assertThat(pairs("group-extremes-builder")).containsExactly(new AnswerPair(1, 2));
    }

    /** Three of five end in 7 8; the best of them scores less than one outside. */
    @Test
    void shouldPreferTheBestOfTheMajorityToTheWorstOutside() {
        answer(0.1, 1, 5, 7, 8)
                .answer(0.9, 1, 7, 9)
                .answer(0.4, 1, 7, 8)
                .answer(0.3, 1, 6, 7, 8)
                .answer(0.2, 1, 8);

        assertThat(pairs("consensus-builder")).containsExactly(new AnswerPair(2, 4));
        assertThat(pairs("consensus-builder", Map.of("min-share", 0.7)))
                .as("not enough of them agree")
                .isEmpty();
        assertThat(pairs("consensus-builder", Map.of("answer-tokens", 1, "min-share", 0.8)))
                .as("all but one end in 8")
                .containsExactly(new AnswerPair(2, 1));
    }

    @Test
    void shouldMakeNoPairWhenAllAgree() {
        answer(0.1, 1, 7, 8).answer(0.9, 1, 7, 8);

        assertThat(pairs("consensus-builder")).isEmpty();
    }

    /** The old answers score 0.2 and 0.6, so a new one may be worse by less than 0.2. */
    @Test
    void shouldPreferTheNewPolicyUnlessItIsClearlyWorse() {
        answer(0.2, 3, 5)
                .answer(0.05, 4, 5)
                .answer(0.6, 3, 5)
                .answer(0.35, 4, 5)
                .answer(0.9, 4, 5);

        assertThat(pairs("checkpoint-contrast-builder"))
                .as("0.15 worse is kept, 0.25 worse is not")
                .containsExactly(new AnswerPair(1, 0));
    }

    @Test
    void shouldMakeNoContrastOfOneVersion() {
        answer(0.2, 3, 5).answer(0.9, 3, 5);

        assertThat(pairs("checkpoint-contrast-builder")).isEmpty();
    }

    /** A human's answer belongs to no version: it is no older policy, and its 0.9 must not widen what a new answer may be worse by. */
    @Test
    void shouldHoldNoAnswerOfSomebodyElseForOneOfAnOlderPolicy() {
        answer(0.5, -1, 5).answer(0.6, 4, 5);
        assertThat(pairs("checkpoint-contrast-builder")).as("one version").isEmpty();

        rollouts.clear();
        answer(0.9, -1, 5)
                .answer(0.05, 4, 5)
                .answer(0.2, 3, 5)
                .answer(0.7, 4, 5)
                .answer(0.4, 3, 5);
        // the old answers score 0.2 and 0.4, whose deviation is 0.1; with the 0.9 it would be 0.29
        assertThat(pairs("checkpoint-contrast-builder"))
                .as("0.15 worse is not kept")
                .containsExactly(new AnswerPair(3, 4));
    }

    /** The own answers score 0.2, 0.7 and 0.5; of the two others the better one stands beside the own best. */
    @Test
    void shouldNameTheBestAnswerOfSomebodyElseBesideThePolicysOwnPair() {
        answer(0.2, 3, 5)
                .answer(0.8, -1, 5)
                .answer(0.7, 4, 5)
                .answer(0.9, -1, 5)
                .answer(0.5, 3, 5);

        assertThat(pairs("multi-source-builder")).containsExactly(new AnswerPair(2, 0, OptionalInt.of(3)));
    }

    @Test
    void shouldLeaveOutAnAnswerOfSomebodyElseThatIsNoBetterThanTheWorst() {
        answer(0.2, 3, 5).answer(0.7, 4, 5).answer(0.2, -1, 5);

        assertThat(pairs("multi-source-builder")).containsExactly(new AnswerPair(1, 0));
    }

    @Test
    void shouldMakeNoPairWhenOnlySomebodyElseDiffers() {
        answer(0.2, 3, 5).answer(0.2, 4, 5).answer(0.9, -1, 5);

        assertThat(pairs("multi-source-builder")).isEmpty();
        rollouts.clear();
        answer(0.2, -1, 5).answer(0.9, -1, 5);
        assertThat(pairs("multi-source-builder")).as("no own answer").isEmpty();
    }

    @Test
    void shouldCountTheAgeOfAGroupByWhatThePolicySampled() {
        answer(0.2, 3, 5).answer(0.9, -1, 5).answer(0.4, 4, 5);
        RolloutGroup group = new RolloutGroup("g", 1, rollouts, Instant.EPOCH);

        assertThat(group.oldestVersion()).isEqualTo(3);
        assertThat(group.sampled().orElseThrow().rollouts())
                .extracting(GroupRollout::rolloutId)
                .containsExactly("g.0", "g.2");
        RolloutGroup others = new RolloutGroup("g", 1, rollouts.subList(1, 2), Instant.EPOCH);
        assertThat(others.oldestVersion()).isEqualTo(-1);
        assertThat(others.sampled()).isEmpty();
    }

    @Test
    void shouldRefuseSettingsOutOfRange() {
        answer(0, 1, 5);
        assertThatThrownBy(() -> pairs("consensus-builder", Map.of("answer-tokens", 0)))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("answer-tokens is 0");
        assertThatThrownBy(() -> new AnswerPair(2, 2)).hasMessageContaining("two different answers");
        assertThatThrownBy(() -> new AnswerPair(1, 2, OptionalInt.of(2))).hasMessageContaining("a third answer");
    }
}
