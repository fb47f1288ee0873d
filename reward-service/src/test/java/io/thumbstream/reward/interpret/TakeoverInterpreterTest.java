package io.thumbstream.reward.interpret;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.thumbstream.reward.assemble.Events;
import io.thumbstream.reward.event.FeedbackKind;
import io.thumbstream.reward.event.LabelItem;
import io.thumbstream.reward.event.RolloutEvent;
import io.thumbstream.runtime.catalog.Signal;
import io.thumbstream.runtime.error.ConfigException;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Who took over said no, who was there and did not said yes, and nobody else said anything. */
class TakeoverInterpreterTest {

    @Test
    void shouldTakeACorrectionForANoToTheAnswerAndNotReadIt() {
        Interpretation.Meaning taken = meaning(FeedbackKind.EDIT, null, "a better answer", answer(true));

        assertThat(taken.items()).extracting(LabelItem::rolloutId).containsExactly("g.0");
        assertThat(taken.items()).extracting(LabelItem::response).containsExactly("answer 0");
        assertThat(taken.value()).isZero();
        assertThat(taken.weight()).isEqualTo(1);
        assertThat(taken.approval()).isTrue();
    }

    @Test
    void shouldTakeAnEditThatChangesNothingForNoOpinion() {
        requireUnobserved(meaning(FeedbackKind.EDIT, null, " answer 0 ", answer(true)));
    }

    @ParameterizedTest(name = "{0} {1}")
    @CsvSource({"regenerated, -1, 0, 1", "copied, 1, 1, 0.5", "dwell, 0.75, 1, 0.5", "dwell, 1, 1, 0.5"})
    void shouldReadWhoAskedForAnotherAndWhoWasThere(String signal, double strength, double value, double weight) {
        Interpretation.Meaning sign = meaning(FeedbackKind.IMPLICIT, strength, signal, answer(true));

        assertThat(sign.value()).isEqualTo(value);
        assertThat(sign.weight()).isEqualTo(weight);
        assertThat(sign.approval()).isTrue();
    }

    @ParameterizedTest(name = "{0} {1}, displayed {2}")
    @CsvSource({"abandoned, -1, true", "dwell, 0.5, true", "dwell, 0, true", "dwell, 1, false", "copied, 1, false"})
    void shouldLeaveUnobservedWhereNobodyIsKnownToHaveBeen(String signal, double strength, boolean displayed) {
        requireUnobserved(meaning(FeedbackKind.IMPLICIT, strength, signal, answer(displayed)));
    }

    private static void requireUnobserved(Interpretation.Meaning meaning) {
        assertThat(meaning.weight()).isZero();
        assertThat(meaning.value()).as("never a zero").isEqualTo(0.5);
        assertThat(meaning.approval()).as("it takes back nothing").isFalse();
    }

    @ParameterizedTest(name = "{0} {1} {2}")
    @CsvSource({
        "EDIT, 0, '', the whole corrected answer",
        "EDIT, 0, ' ', the whole corrected answer",
        "IMPLICIT, 1, stared, a signal is copied",
        "IMPLICIT, 1.5, dwell, lies in [0, 1]",
        "IMPLICIT, NaN, dwell, lies in [0, 1]"
    })
    void shouldSayWhyAStatementMeansNothing(FeedbackKind kind, double value, String text, String reason) {
        assertThat(interpret(kind, value, text, answer(true)))
                .isInstanceOfSatisfying(Interpretation.Nonsense.class, nonsense -> assertThat(nonsense.reason())
                        .contains(reason));
    }

    @Test
    void shouldStandInPlaceOfThoseThatImitateAndReadSigns() {
        for (String other : List.of("edit", "implicit", "uptake", "proposal")) {
            assertThatThrownBy(() -> new InterpreterChain(Map.of(
                            "takeover",
                            Interpreters.CATALOG.create("takeover"),
                            other,
                            Interpreters.CATALOG.create(other))))
                    .as(other)
                    .hasMessageContaining("both read");
        }
        assertThat(Interpreters.CATALOG.create("takeover").provides())
                .contains(Signal.EVENT_POSITION, Signal.BINARY_LABEL)
                .as("corrections are not compared with answers")
                .doesNotContain(Signal.PAIR, Signal.EDIT);
    }

    @ParameterizedTest
    @CsvSource({"edited-weight", "regenerated-weight", "present-weight"})
    void shouldRefuseANegativeWeight(String key) {
        assertThatThrownBy(() -> Interpreters.CATALOG.create(
                        "takeover", JsonNodeFactory.instance.objectNode().put(key, -1.0)))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining(key + " is -1.0");
    }

    private static RolloutEvent answer(boolean displayed) {
        return Events.rollout("g", 0, 1, 1_000, displayed, "ann");
    }

    private static Interpretation.Meaning meaning(
            FeedbackKind kind, @Nullable Double value, String text, RolloutEvent answer) {
        return (Interpretation.Meaning) interpret(kind, value, text, answer);
    }

    private static Interpretation interpret(
            FeedbackKind kind, @Nullable Double value, String text, RolloutEvent answer) {
        return Interpreters.CATALOG
                .create("takeover")
                .interpret(new Statement("f", kind, value, text), List.of(answer));
    }
}
