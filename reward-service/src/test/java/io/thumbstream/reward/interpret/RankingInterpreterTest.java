package io.thumbstream.reward.interpret;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.thumbstream.reward.assemble.Events;
import io.thumbstream.reward.event.FeedbackKind;
import io.thumbstream.reward.event.LabelItem;
import io.thumbstream.reward.event.RolloutEvent;
import io.thumbstream.runtime.error.ConfigException;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** An order as choices, about the same answers in the same order whatever the order says. */
class RankingInterpreterTest {

    @Test
    void shouldCompareEachTwoAnswersAndWeighAsMuchAsOneChoice() {
        List<Interpretation.Meaning> choices = read(2, 0, 1);

        assertThat(choices).extracting(RankingInterpreterTest::pair).containsExactly("g.0 g.1", "g.0 g.2", "g.1 g.2");
        assertThat(choices).extracting(Interpretation.Meaning::value).containsExactly(1.0, 0.0, 0.0);
        assertThat(choices).noneMatch(Interpretation.Meaning::approval);
        assertThat(choices.stream().mapToDouble(Interpretation.Meaning::weight).sum())
                .isCloseTo(1, within(1e-12));
    }

    @Test
    void shouldSayTheOppositeOfTheSamePairsWhenTheOrderIsTurned() {
        assertThat(read(1, 0, 2))
                .extracting(RankingInterpreterTest::pair)
                .containsExactly("g.0 g.1", "g.0 g.2", "g.1 g.2");
        assertThat(read(1, 0, 2)).extracting(Interpretation.Meaning::value).containsExactly(0.0, 1.0, 1.0);
    }

    @Test
    void shouldReadAnOrderOfTwoAsAChoice() {
        assertThat(read(1, 0)).singleElement().satisfies(choice -> {
            assertThat(choice.value()).isZero();
            assertThat(choice.weight()).isEqualTo(1);
        });
    }

    @Test
    void shouldReadAnswersOfOnePlaceAsTied() {
        List<Interpretation.Meaning> choices = interpret("1 1 2", 2, 0, 1).meanings();

        assertThat(choices).extracting(RankingInterpreterTest::pair).containsExactly("g.0 g.1", "g.0 g.2", "g.1 g.2");
        assertThat(choices).extracting(Interpretation.Meaning::value).containsExactly(1.0, 0.5, 0.0);
        assertThat(choices.stream().mapToDouble(Interpretation.Meaning::weight).sum())
                .isCloseTo(1, within(1e-12));
    }

    @Test
    void shouldReadPlacesWithoutTiesAsTheOrderAlone() {
        assertThat(interpret("1 2 3", 2, 0, 1).meanings()).isEqualTo(read(2, 0, 1));
    }

    @Test
    void shouldReadPlacesInAnyOrder() {
        List<Interpretation.Meaning> bestFirst = interpret("1 2 2", 2, 0, 1).meanings();

        assertThat(interpret("2 2 1", 0, 1, 2).meanings()).isEqualTo(bestFirst);
        assertThat(interpret("2 1 2", 1, 2, 0).meanings()).isEqualTo(bestFirst);
        assertThat(interpret("3 1 2", 0, 1, 2).meanings()).isEqualTo(read(1, 2, 0));
        assertThat(interpret("1 2 1", 0, 1, 2).meanings())
                .extracting(Interpretation.Meaning::value)
                .as("0 before 1, 0 with 2, 1 behind 2")
                .containsExactly(1.0, 0.5, 0.0);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "1",
                "1 2",
                "1 2 3 4",
                "0 1 2",
                "2 3 4",
                "1 3 3",
                "2 2 2",
                "3 1 1",
                "01 2 3",
                "1 2 -1",
                "1 2 3 ",
                "1 2 2 ",
                "1  2 3",
                "1 2 x",
                "1 2 \u0663"
            })
    void shouldMakeNothingOfPlacesThatAreNone(String places) {
        assertThat(interpret(places, 2, 0, 1))
                .isInstanceOfSatisfying(Interpretation.Nonsense.class, nonsense -> assertThat(nonsense.reason())
                        .contains("a place for each of its 3 answers"));
    }

    @Test
    void shouldNameTheBestOfThoseThatAreLeftWhenReadPlaceByPlace() {
        List<Interpretation.Meaning> places = places(null, 2, 3, 0, 1);

        assertThat(places)
                .extracting(RankingInterpreterTest::answers)
                .containsExactly("g.2 g.0 g.1 g.3", "g.3 g.0 g.1", "g.0 g.1");
        assertThat(places).extracting(Interpretation.Meaning::value).containsExactly(1.0, 1.0, 1.0);
        assertThat(places).extracting(Interpretation.Meaning::weight).containsOnly(1 / 3.0);
        assertThat(places).noneMatch(Interpretation.Meaning::approval);
        assertThat(places(null, 1, 0)).isEqualTo(read(1, 0));
    }

    @Test
    void shouldTellTheLastTwoByIndexWhicheverIsBetter() {
        assertThat(places(null, 2, 1, 0).get(1)).satisfies(last -> {
            assertThat(answers(last)).isEqualTo("g.0 g.1");
            assertThat(last.value()).isZero();
        });
    }

    @Test
    void shouldTieNeighboursThatShareAPlaceAndLetOneSpeakForThem() {
        assertThat(places("1 1 2", 2, 0, 1))
                .satisfiesExactly(
                        tie -> {
                            assertThat(answers(tie)).isEqualTo("g.0 g.2");
                            assertThat(tie.value()).isEqualTo(0.5);
                        },
                        behind -> {
                            assertThat(answers(behind)).isEqualTo("g.1 g.2");
                            assertThat(behind.value()).isZero();
                        });
        assertThat(places("2 1 2", 0, 1, 2))
                .extracting(RankingInterpreterTest::answers)
                .containsExactly("g.1 g.0 g.2", "g.0 g.2");
        assertThat(places("2 1 2", 0, 1, 2))
                .extracting(Interpretation.Meaning::value)
                .containsExactly(1.0, 0.5);
        assertThat(places("1 1 1", 0, 1, 2))
                .extracting(Interpretation.Meaning::value)
                .containsExactly(0.5, 0.5);
    }

    @Test
    void shouldSayThatItNamesTheBestOnlyWhereItDoes() {
        assertThat(Interpreters.CATALOG.create("ranking").namesBest()).isFalse();
        assertThat(byPlace().namesBest()).isTrue();
        assertThat(Interpreters.CATALOG
                        .create(
                                "ranking",
                                JsonNodeFactory.instance
                                        .objectNode()
                                        .put("as", "order")
                                        .put("most", 2))
                        .namesBest())
                .isFalse();
        assertThat(Interpreters.CATALOG.create("pair").namesBest()).isFalse();
    }

    @Test
    void shouldRefuseOrdersOfOneAnswer() {
        assertThatThrownBy(() -> Interpreters.CATALOG.create(
                        "ranking", JsonNodeFactory.instance.objectNode().put("most", 1)))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("most is 1");
    }

    private static List<Interpretation.Meaning> read(Integer... order) {
        return interpret(null, order).meanings();
    }

    private static Interpretation interpret(@Nullable String places, Integer... order) {
        return interpret(Interpreters.CATALOG.create("ranking"), places, order);
    }

    private static List<Interpretation.Meaning> places(@Nullable String places, Integer... order) {
        return interpret(byPlace(), places, order).meanings();
    }

    private static FeedbackInterpreter byPlace() {
        return Interpreters.CATALOG.create(
                "ranking", JsonNodeFactory.instance.objectNode().put("as", "order"));
    }

    private static Interpretation interpret(
            FeedbackInterpreter interpreter, @Nullable String places, Integer... order) {
        List<RolloutEvent> answers = Stream.of(order)
                .map(index -> Events.rollout("g", index, 3, 1_000))
                .toList();
        return interpreter.interpret(new Statement("f", FeedbackKind.RANKING, null, places), answers);
    }

    private static String answers(Interpretation.Meaning choice) {
        return choice.items().stream().map(LabelItem::rolloutId).collect(Collectors.joining(" "));
    }

    private static String pair(Interpretation.Meaning choice) {
        return choice.items().get(0).rolloutId() + " " + choice.items().get(1).rolloutId();
    }
}
