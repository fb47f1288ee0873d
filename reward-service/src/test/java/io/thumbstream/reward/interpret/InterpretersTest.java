package io.thumbstream.reward.interpret;

import static org.assertj.core.api.Assertions.assertThat;

import io.thumbstream.reward.assemble.Events;
import io.thumbstream.reward.event.FeedbackKind;
import io.thumbstream.reward.event.LabelItem;
import io.thumbstream.reward.event.RolloutEvent;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** What every interpreter must keep, and the numbers of each by hand. */
class InterpretersTest {
    private static final List<Double> VALUES =
            List.of(-1.0, 0.0, 0.25, 1.0, 2.0, -7.5, Double.NaN, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY);

    static List<String> names() {
        return Interpreters.CATALOG.names();
    }

    @ParameterizedTest
    @MethodSource("names")
    void shouldGiveAProbabilityOrAReasonWhateverIsSaid(String name) {
        FeedbackInterpreter interpreter = Interpreters.CATALOG.create(name);
        List<RolloutEvent> answers = answers(interpreter.targets());
        List<@Nullable Double> values = new ArrayList<>(VALUES);
        values.add(null);
        int meanings = 0;
        for (Double value : values) {
            for (String text : new String[] {null, "", "a better answer", "\uD83D\uDE00", "copied", "dwell", "0-6"}) {
                Statement statement =
                        new Statement("f", interpreter.kinds().iterator().next(), value, text);
                Interpretation first = interpreter.interpret(statement, answers);
                assertThat(interpreter.interpret(statement, answers)).isEqualTo(first);
                meanings += first.meanings().size();
                assertThat(first.meanings()).allSatisfy(meaning -> {
                    assertThat(meaning.value()).isBetween(0.0, 1.0);
                    assertThat(meaning.weight()).isNotNegative().isFinite();
                });
                if (first instanceof Interpretation.Nonsense nonsense) {
                    assertThat(nonsense.reason()).isNotBlank();
                }
            }
        }
        assertThat(meanings).isPositive();
        assertThat(interpreter.provides()).isNotEmpty();
        assertThat(interpreter.mostTargets()).isGreaterThanOrEqualTo(interpreter.targets());
    }

    @Test
    void shouldReadAThumb() {
        assertThat(meaning("thumb", FeedbackKind.THUMB, 1.0, null).value()).isEqualTo(1);
        assertThat(meaning("thumb", FeedbackKind.THUMB, -1.0, null).value()).isZero();
        assertThat(meaning("thumb", FeedbackKind.THUMB, -1.0, null).approval()).isTrue();
    }

    @Test
    void shouldReadATieAsOneHalf() {
        Interpretation.Meaning tie = meaning("pair", FeedbackKind.PAIR, 0.0, null);
        assertThat(tie.value()).isEqualTo(0.5);
        assertThat(tie.weight()).isEqualTo(1);
        assertThat(tie.items()).hasSize(2);
        assertThat(tie.approval()).isFalse();
    }

    @Test
    void shouldPreferAnEditToTheAnswerItCorrects() {
        Interpretation.Meaning edit = meaning("edit", FeedbackKind.EDIT, null, "a better answer");
        assertThat(edit.value()).isEqualTo(1);
        assertThat(edit.items().get(0).rolloutId()).isEqualTo("g.0#f");
        assertThat(edit.items().get(0).response()).isEqualTo("a better answer");
        assertThat(edit.items().get(0).policyVersion()).isEqualTo(-1);
        assertThat(edit.items().get(1).rolloutId()).isEqualTo("g.0");
    }

    @Test
    void shouldGiveNoWeightToAnEditThatChangesNothing() {
        Interpretation.Meaning same = meaning("edit", FeedbackKind.EDIT, null, " answer 0 ");
        assertThat(same.value()).isEqualTo(0.5);
        assertThat(same.weight()).isZero();
    }

    @Test
    void shouldKeepARatingAsASoftLabel() {
        assertThat(meaning("rating", FeedbackKind.RATING, 0.25, null).value()).isEqualTo(0.25);
    }

    @ParameterizedTest
    @CsvSource({
        "copied,       1,  1,    0.5",
        "regenerated, -1,  0,    0.5",
        "abandoned,   -1,  0,    0.1",
        "dwell,        0,  0,    0.1",
        "dwell,        0.5, 0.5, 0",
        "dwell,        0.75, 0.75, 0.05"
    })
    void shouldReadASignAsAWeakWord(String signal, double strength, double value, double weight) {
        Interpretation.Meaning sign = meaning("implicit", FeedbackKind.IMPLICIT, strength, signal);
        assertThat(sign.value()).isEqualTo(value);
        assertThat(sign.weight()).isEqualTo(weight);
        assertThat(sign.approval()).isTrue();
    }

    @ParameterizedTest
    @CsvSource({"stared, 1, a signal is copied", "dwell, 1.5, lies in [0, 1]", "dwell, -1, lies in [0, 1]"})
    void shouldSayWhyASignMeansNothing(String signal, double strength, String reason) {
        FeedbackInterpreter interpreter = Interpreters.CATALOG.create("implicit");
        Statement statement = new Statement("f", FeedbackKind.IMPLICIT, strength, signal);
        assertThat(interpreter.interpret(statement, answers(1)))
                .isInstanceOfSatisfying(Interpretation.Nonsense.class, nonsense -> assertThat(nonsense.reason())
                        .contains(reason));
    }

    @ParameterizedTest
    @CsvSource({"0-8,  1, 1, 0.25", "0-8, -1, 0, 0.25", "3-5, -1, 0, 0.0625", "7-8, 1, 1, 0.03125"})
    void shouldReadAMarkedPartAsALabelOfItsShare(String part, double verdict, double value, double weight) {
        Interpretation.Meaning mark = meaning("span", FeedbackKind.SPAN, verdict, part);
        assertThat(mark.items()).extracting(LabelItem::rolloutId).containsExactly("g.0");
        assertThat(mark.value()).isEqualTo(value);
        assertThat(mark.weight()).isEqualTo(weight);
        assertThat(mark.approval()).as("one part is not the answer").isFalse();
    }

    @Test
    void shouldGiveNoWeightToAPartThatIsOnlyCommentedOn() {
        Interpretation.Meaning words = meaning("span", FeedbackKind.SPAN, null, "0-8");
        assertThat(words.value()).isEqualTo(0.5);
        assertThat(words.weight()).isZero();
    }

    @ParameterizedTest
    @CsvSource({
        "0-9, 1, has 8 code points",
        "8-9, 1, has 8 code points",
        "4-4, 1, is not empty",
        "5-4, 1, is not empty",
        "-1-4, 1, it is -1-4",
        "0--4, 1, it is 0--4",
        "0-99999999999, 1, it is 0-99999999999",
        "'', 1, it is",
        "0-4, 0.5, not 0.5",
        "0-4, NaN, not NaN"
    })
    void shouldSayWhyAMarkedPartMeansNothing(String part, double verdict, String reason) {
        FeedbackInterpreter interpreter = Interpreters.CATALOG.create("span");
        assertThat(interpreter.interpret(new Statement("f", FeedbackKind.SPAN, verdict, part), answers(1)))
                .isInstanceOfSatisfying(Interpretation.Nonsense.class, nonsense -> assertThat(nonsense.reason())
                        .contains(reason));
    }

    @Test
    void shouldCountCodePointsNotUnits() {
        RolloutEvent smiles = Events.answering("g", "\uD83D\uDE00\uD83D\uDE00a");
        FeedbackInterpreter interpreter = Interpreters.CATALOG.create("span");
        Interpretation all = interpreter.interpret(new Statement("f", FeedbackKind.SPAN, 1.0, "0-3"), List.of(smiles));
        assertThat(((Interpretation.Meaning) all).weight()).isEqualTo(0.25);
        assertThat(interpreter.interpret(new Statement("f", FeedbackKind.SPAN, 1.0, "0-4"), List.of(smiles)))
                .isInstanceOf(Interpretation.Nonsense.class);
    }

    @Test
    void shouldKeepAnOutcomeAsASoftLabel() {
        assertThat(meaning("outcome", FeedbackKind.OUTCOME, 0.75, null).value()).isEqualTo(0.75);
        assertThat(meaning("outcome", FeedbackKind.OUTCOME, 0.75, null).approval())
                .isTrue();
    }

    private static Interpretation.Meaning meaning(
            String name, FeedbackKind kind, @Nullable Double value, @Nullable String text) {
        FeedbackInterpreter interpreter = Interpreters.CATALOG.create(name);
        return (Interpretation.Meaning)
                interpreter.interpret(new Statement("f", kind, value, text), answers(interpreter.targets()));
    }

    private static List<RolloutEvent> answers(int count) {
        return List.of(Events.rollout("g", 0, 2, 1_000), Events.rollout("g", 1, 2, 1_000))
                .subList(0, count);
    }
}
