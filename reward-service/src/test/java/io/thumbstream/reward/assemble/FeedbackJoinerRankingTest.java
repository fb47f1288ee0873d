package io.thumbstream.reward.assemble;

import static io.thumbstream.reward.assemble.Events.retract;
import static io.thumbstream.reward.assemble.Events.rollout;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.thumbstream.reward.event.FeedbackEvent;
import io.thumbstream.reward.event.FeedbackKind;
import io.thumbstream.reward.event.Label;
import io.thumbstream.reward.interpret.FeedbackInterpreter;
import io.thumbstream.reward.interpret.Interpreters;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** One statement with several labels: they come, change and go together. */
class FeedbackJoinerRankingTest {
    private final Bench bench = new Bench(JoinerSettings.defaults(), List.of("ranking"))
            .take(rollout("g", 0, 3, 1_000), rollout("g", 1, 3, 1_100), rollout("g", 2, 3, 1_200));

    @Test
    void shouldMakeALabelOfEachTwoAnswersOfAnOrder() {
        bench.take(order("a", 1, 2_000, "g.2", "g.0", "g.1")).until(3_000);

        assertThat(bench.labels())
                .extracting(Label::id)
                .containsExactly("g/ranking/0-1-2/by:ann/0", "g/ranking/0-1-2/by:ann/1", "g/ranking/0-1-2/by:ann/2");
        assertThat(bench.labels()).extracting(Label::value).containsExactly(1.0, 0.0, 0.0);
        assertThat(bench.labels())
                .allSatisfy(label -> assertThat(label.feedbackIds()).containsExactly("a"));
        assertThat(bench.drafts().get(bench.drafts().size() - 1).rollouts())
                .allSatisfy(state -> assertThat(state.feedbackIds()).containsExactly("a"));
    }

    @Test
    void shouldReviseAllOfThemWhenTheSameAnswersAreOrderedAnew() {
        bench.take(order("a", 1, 2_000, "g.2", "g.0", "g.1"), order("b", 2, 2_500, "g.0", "g.1", "g.2"))
                .until(3_000);

        List<Label> second = bench.labels().subList(3, 6);
        assertThat(second)
                .extracting(Label::id)
                .isEqualTo(bench.labels().subList(0, 3).stream().map(Label::id).toList());
        assertThat(second).extracting(Label::revision).containsOnly(2);
        assertThat(second).extracting(Label::value).containsExactly(1.0, 1.0, 1.0);
    }

    @Test
    void shouldReviseAnOrderOfBeforeByOneWithItsPlaces() {
        bench.take(order("a", 1, 2_000, "g.2", "g.0", "g.1"), placed("b", 2, 2_500, "1 2 2", "g.0", "g.1", "g.2"))
                .until(3_000);

        List<Label> second = bench.labels().subList(3, 6);
        assertThat(second)
                .extracting(Label::id)
                .isEqualTo(bench.labels().subList(0, 3).stream().map(Label::id).toList());
        assertThat(second).extracting(Label::value).containsExactly(1.0, 1.0, 0.5);
    }

    @Test
    void shouldTakeAllOfThemBackWhenTheOrderIsWithdrawn() {
        bench.take(order("a", 1, 2_000, "g.2", "g.0", "g.1"), retract("r", "g", "a", "ann", 2_500))
                .until(3_000);

        assertThat(bench.labels()).hasSize(6);
        assertThat(bench.labels().subList(3, 6)).extracting(Label::weight).containsOnly(0.0);
    }

    @Test
    void shouldKeepTiesWhenAnEarlierOrderStandsAgain() {
        bench.take(
                        placed("a", 1, 2_000, "1 1 2", "g.2", "g.0", "g.1"),
                        order("b", 2, 2_500, "g.0", "g.1", "g.2"),
                        retract("r", "g", "b", "ann", 2_800))
                .until(3_000);

        List<Double> values = bench.labels().stream().map(Label::value).toList();
        assertThat(values.subList(0, 3)).containsExactly(1.0, 0.5, 0.0);
        assertThat(values.subList(6, 9)).isEqualTo(values.subList(0, 3));
    }

    @Test
    void shouldRefuseAnOrderWhosePlacesAreNone() {
        bench.take(placed("a", 1, 2_000, "1 2", "g.2", "g.0", "g.1")).until(3_000);

        assertThat(bench.labels()).isEmpty();
        assertThat(bench.refused()).extracting(Output.Refused::reason).containsExactly("bad-value");
    }

    @Test
    void shouldRefuseAnOrderOfOneAnswerOrOfOneTwice() {
        bench.take(order("a", 1, 2_000, "g.0"), order("b", 2, 2_100, "g.0", "g.0"))
                .until(3_000);

        assertThat(bench.labels()).isEmpty();
        assertThat(bench.refused())
                .extracting(Output.Refused::detail)
                .allMatch(detail -> detail.startsWith("RANKING needs 2 to 16 different rollout ids, got"))
                .hasSize(2);
    }

    @Test
    void shouldReplacePlaceByPlaceWhenOrdersAreReadSo() {
        FeedbackInterpreter byPlace = Interpreters.CATALOG.create(
                "ranking", JsonNodeFactory.instance.objectNode().put("as", "order"));
        Bench places = new Bench(JoinerSettings.defaults(), Map.of("ranking", byPlace))
                .take(rollout("g", 0, 3, 1_000), rollout("g", 1, 3, 1_100), rollout("g", 2, 3, 1_200))
                .take(
                        order("a", 1, 2_000, "g.2", "g.0", "g.1"),
                        placed("b", 2, 2_500, "1 1 2", "g.0", "g.1", "g.2"),
                        retract("r", "g", "b", "ann", 2_800))
                .until(3_000);

        List<Label> labels = places.labels();
        assertThat(labels).hasSize(6);
        for (int revision = 0; revision < 3; revision++) {
            assertThat(labels.subList(2 * revision, 2 * revision + 2))
                    .extracting(Label::id)
                    .containsExactly("g/ranking/0-1-2/by:ann/0", "g/ranking/0-1-2/by:ann/1");
        }
        assertThat(labels).extracting(label -> label.items().size()).containsExactly(3, 2, 2, 2, 3, 2);
        assertThat(labels).extracting(Label::weight).containsOnly(0.5);
        assertThat(labels.get(4).items()).isEqualTo(labels.get(0).items());
    }

    private static FeedbackEvent order(String id, long sequence, long millis, String... bestFirst) {
        return Events.feedback(id, FeedbackKind.RANKING, List.of(bestFirst), null, null, "ann", sequence, millis);
    }

    private static FeedbackEvent placed(String id, long sequence, long millis, String places, String... bestFirst) {
        return Events.feedback(id, FeedbackKind.RANKING, List.of(bestFirst), null, places, "ann", sequence, millis);
    }
}
