package io.thumbstream.reward.transform;

import static io.thumbstream.reward.transform.Groups.rewards;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.thumbstream.runtime.catalog.Signal;
import io.thumbstream.runtime.error.ConfigException;
import io.thumbstream.runtime.random.SeededRandom;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The likeness of words by hand, where it is mixed in, and where it is left out. */
class ReferenceSimilarityTest {
    private static final int MOST = 512;
    private static final String CORRECTED = "the parcel comes on tuesday";

    /** Words of five against four, five, four and one. */
    @ParameterizedTest(name = "{0}: ''{1}''")
    @CsvSource({
        // longest common subsequence "the parcel comes", 2 * 3 / (5 + 4); two edits of five; three common words
        "ROUGE_L,  the parcel comes monday,      0.666667",
        "EDIT,     the parcel comes monday,      0.6",
        "TOKEN_F1, the parcel comes monday,      0.666667",
        // "on tuesday" is the longest that keeps its order, with all words there: 2 * 3 / 10 for "the parcel comes"
        "ROUGE_L,  on tuesday the parcel comes,  0.6",
        "EDIT,     on tuesday the parcel comes,  0.2",
        "TOKEN_F1, on tuesday the parcel comes,  1",
        "ROUGE_L,  the the the the,              0.222222",
        "TOKEN_F1, the the the the,              0.222222",
        "EDIT,     the the the the,              0.2",
        "ROUGE_L,  no,                           0",
        "EDIT,     no,                           0",
        "TOKEN_F1, no,                           0",
        "ROUGE_L,  '',                           0",
        "EDIT,     ' ',                          0",
        "TOKEN_F1, '',                           0"
    })
    void shouldCompareWords(Likeness likeness, String answer, double expected) {
        assertThat(likeness.of(answer, CORRECTED, MOST)).isCloseTo(expected, within(1e-6));
        assertThat(likeness.of(CORRECTED, answer, MOST)).as("turned").isCloseTo(expected, within(1e-6));
    }

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {1, 2, 3})
    void shouldStayWithinBoundsAndKnowEqualTexts(long seed) {
        SeededRandom random = new SeededRandom(seed);
        for (int round = 0; round < 100; round++) {
            String first = text(random);
            String second = text(random);
            for (Likeness likeness : Likeness.values()) {
                double like = likeness.of(first, second, MOST);
                assertThat(like)
                        .as("seed %d: %s of '%s' and '%s'", seed, likeness, first, second)
                        .isBetween(0.0, 1.0);
                assertThat(likeness.of(first, "  " + first + "\n", MOST)).isEqualTo(1);
                assertThat(likeness.of(second, first, MOST)).isCloseTo(like, within(1e-12));
            }
        }
    }

    @Test
    void shouldCompareNoMoreWordsThanItMay() {
        assertThat(Likeness.ROUGE_L.of("a b c d", "a b x y", 2)).isEqualTo(1);
        assertThat(Likeness.ROUGE_L.of("a b c d", "a b x y", 4)).isEqualTo(0.5);
    }

    @Test
    void shouldPullEveryAnswerOfACorrectedGroupByItsShare() {
        RewardGroup group = new RewardGroup(
                List.of(row("g.0", 0.5, "the parcel comes monday", CORRECTED), row("g.1", 0.5, CORRECTED, CORRECTED)));

        RewardGroup after = create(settings().put("share", 0.25)).apply(group, Running.empty());

        // 0.75 * 0.5 + 0.25 * 2 / 3; 0.75 * 0.5 + 0.25
        assertThat(rewards(after).get(0)).isCloseTo(0.541667, within(1e-6));
        assertThat(rewards(after).get(1)).isCloseTo(0.625, within(1e-12));
        assertThat(after.rows().get(1).components()).containsEntry(RewardChain.SIMILARITY, 1.0);
    }

    @Test
    void shouldTakeTheClosestOfSeveralCorrections() {
        RewardGroup group = new RewardGroup(List.of(row("g.0", 0, CORRECTED, "something else", CORRECTED, "no")));

        assertThat(rewards(create(settings().put("share", 1.0)).apply(group, Running.empty())))
                .containsExactly(1.0);
    }

    @Test
    void shouldLeaveAGroupAloneThatNobodyCorrected() {
        RewardGroup group = new RewardGroup(List.of(row("g.0", 0.5, CORRECTED), row("g.1", -3, "no")));

        assertThat(create(settings()).apply(group, Running.empty())).isEqualTo(group);
    }

    @Test
    void shouldGiveLittleForACopyOfThePrompt() {
        String prompt = "where is the parcel that i ordered on friday";
        RewardGroup group = new RewardGroup(
                List.of(row("g.0", 0.5, prompt, CORRECTED), row("g.1", 0.5, "the parcel comes soon", CORRECTED)));

        for (String metric : List.of("rouge-l", "edit", "token-f1")) {
            List<Double> rewards =
                    rewards(create(settings().put("metric", metric)).apply(group, Running.empty()));
            assertThat(rewards.get(0)).as(metric).isLessThan(0.5).isLessThan(rewards.get(1));
        }
    }

    @Test
    void shouldKeepTheLikenessThatWasRecorded() {
        RewardRow recorded = new RewardRow("g.0", 12, 0.5, 0, 0.5, null, 0, 1, Map.of(RewardChain.SIMILARITY, 0.25));

        // 0.7 * 0.5 + 0.3 * 0.25
        assertThat(rewards(create(settings()).apply(new RewardGroup(List.of(recorded)), Running.empty()))
                        .get(0))
                .isCloseTo(0.425, within(1e-12));
    }

    @Test
    void shouldNeedCorrectionsAndKeepTheirWordsOutOfMessages() {
        assertThat(create(settings()).needs()).contains(Signal.EDIT);
        assertThat(row("g.0", 0, "my address", "my other address").toString()).doesNotContain("address");
    }

    @ParameterizedTest(name = "{0} {1}")
    @CsvSource({"share, 1.5, share is 1.5", "share, -1, share is -1.0"})
    void shouldRefuseSettingsOutOfRange(String key, double value, String problem) {
        assertThatThrownBy(() -> create(settings().put(key, value)))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining(problem);
        assertThatThrownBy(() -> create(settings().put("most", 0)))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("most is 0");
    }

    private static String text(SeededRandom random) {
        return IntStream.rangeClosed(0, random.nextInt(8))
                .mapToObj(word -> "w" + random.nextInt(5))
                .collect(Collectors.joining(" "));
    }

    private static RewardRow row(String id, double reward, String response, String... corrections) {
        return new RewardRow(
                id, 12, reward, 0, reward, null, 0, 1, Map.of(), new RewardRow.Texts(response, List.of(corrections)));
    }

    private static ObjectNode settings() {
        return JsonNodeFactory.instance.objectNode();
    }

    private static RewardTransform create(ObjectNode settings) {
        return Transforms.CATALOG.create("reference-similarity", settings);
    }
}
