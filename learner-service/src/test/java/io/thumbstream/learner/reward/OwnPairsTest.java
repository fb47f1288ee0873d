package io.thumbstream.learner.reward;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.thumbstream.learner.engine.InputRecord;
import io.thumbstream.learner.replay.PairBuilders;
import io.thumbstream.model.reward.ScoreInput;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Which pairs the builders make of a reward model's own judgement. */
class OwnPairsTest {
    private final List<InputRecord<RewardLabel>> answers = new ArrayList<>();

    private OwnPairsTest answer(String group, String text, double probability, long version) {
        String id = group + "/own/" + answers.size();
        answers.add(Labels.record(answers.size(), id, 1, Labels.own(group, text, probability, version)));
        return this;
    }

    private List<String> pairs(String builder, Map<String, Object> overlay) {
        OwnPairs pairs = new OwnPairs(PairBuilders.CATALOG.create(builder, new ObjectMapper().valueToTree(overlay)));
        return pairs.of("g", answers).stream()
                .map(pair -> String.join(
                        " over ",
                        pair.label().items().stream().map(ScoreInput::response).toList()))
                .toList();
    }

    /** Scores of the older answers are 0 and log 4, whose deviation is 0.69: -0.41 is kept and -1.39 is not. */
    @Test
    void shouldPreferNewerAnswersUnlessTheyAreClearlyWorse() {
        answer("g", "old bad", 0.5, 3)
                .answer("g", "new a", 0.4, 4)
                .answer("g", "old good", 0.8, 3)
                .answer("g", "new b", 0.5, 4);

        assertThat(pairs("checkpoint-contrast-builder", Map.of())).containsExactly("new a over old bad");
    }

    @Test
    void shouldCompareTheLastWordsOfAnswersForTheirConsensus() {
        answer("g", "1 + 2 = 3 ; 3", 0.4, 1)
                .answer("g", "2 + 1 = 3 ; 3", 0.6, 1)
                .answer("g", "4", 0.9, 1)
                .answer("g", "3", 0.5, 1)
                .answer("g", "5", 0.1, 1);

        assertThat(pairs("consensus-builder", Map.of("answer-tokens", 1, "min-share", 0.5)))
                .containsExactly("2 + 1 = 3 ; 3 over 5");
    }

    @Test
    void shouldMakeLabelsThatPreferTheFirstAndSayWhoseTheyAre() {
        answer("g", "good", 0.9, 7).answer("g", "bad", 0.2, 7);
        OwnPairs extremes = new OwnPairs(PairBuilders.CATALOG.create("group-extremes-builder"));

        assertThat(extremes.of("g", answers)).singleElement().satisfies(pair -> {
            assertThat(pair.id()).isEqualTo("g/own-pair/0");
            assertThat(pair.label().kind()).isEqualTo(LabelKind.PAIR);
            assertThat(pair.label().value()).isEqualTo(1);
            assertThat(pair.label().weight()).isEqualTo(1);
            assertThat(pair.label().userKey()).isEmpty();
            assertThat(pair.label().provenance()).isEqualTo(Provenance.own("g", 7));
        });
    }

    @Test
    void shouldLeaveOutPairsOfEqualTexts() {
        answer("g", "same", 0.5, 3).answer("g", "same", 0.6, 4);

        assertThat(pairs("checkpoint-contrast-builder", Map.of())).isEmpty();
    }

    @Test
    void shouldKeepGroupsApartInTheirOrder() {
        answer("g", "a", 0.5, 1).answer("h", "b", 0.5, 1).answer("g", "c", 0.5, 1);

        assertThat(OwnPairs.byGroup(answers).keySet()).containsExactly("g", "h");
        assertThat(OwnPairs.byGroup(answers).get("g")).hasSize(2);
    }

    @Test
    void shouldFindTheScoreThatAProbabilityCameFrom() {
        assertThat(OwnPairs.score(Logits.sigmoid(1.25))).isEqualTo(1.25, within(1e-9));
        assertThat(OwnPairs.score(0)).isFinite().isNegative();
        assertThat(OwnPairs.score(1)).isFinite().isPositive();
    }
}
