package io.thumbstream.reward.interpret;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.thumbstream.reward.assemble.Events;
import io.thumbstream.reward.event.FeedbackKind;
import io.thumbstream.runtime.error.ConfigException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Yes, no, or no opinion. */
class ProposalInterpreterTest {

    @ParameterizedTest(name = "{0}")
    @CsvSource({"copied, 1, 1, 1", "regenerated, -1, 0, 0.5"})
    void shouldReadADecision(String signal, double strength, double value, double weight) {
        Interpretation.Meaning decision = read(signal, strength);

        assertThat(decision.value()).isEqualTo(value);
        assertThat(decision.weight()).isEqualTo(weight);
        assertThat(decision.approval()).isTrue();
    }

    @ParameterizedTest(name = "{0} {1}")
    @CsvSource({"abandoned, -1", "dwell, 0", "dwell, 1"})
    void shouldTakeAnIgnoredProposalForNoOpinion(String signal, double strength) {
        Interpretation.Meaning ignored = read(signal, strength);

        assertThat(ignored.weight()).isZero();
        assertThat(ignored.approval())
                .as("it must not replace an earlier decision")
                .isFalse();
        assertThat(ignored.value()).as("never a zero").isEqualTo(0.5);
    }

    @Test
    void shouldSayWhyASignMeansNothing() {
        assertThat(interpret("stared"))
                .isInstanceOfSatisfying(Interpretation.Nonsense.class, nonsense -> assertThat(nonsense.reason())
                        .contains("a signal is copied"));
    }

    @Test
    void shouldReadADecisionWithoutAStrength() {
        Statement statement = new Statement("f", FeedbackKind.IMPLICIT, null, "copied");
        Interpretation decision =
                Interpreters.CATALOG.create("proposal").interpret(statement, List.of(Events.rollout("g", 0, 1, 1_000)));

        assertThat(decision.meanings()).singleElement().satisfies(meaning -> assertThat(meaning.value())
                .isEqualTo(1));
    }

    @Test
    void shouldNotStandBesideAnotherReaderOfTheSameKind() {
        assertThatThrownBy(() -> new InterpreterChain(Map.of(
                        "proposal",
                        Interpreters.CATALOG.create("proposal"),
                        "implicit",
                        Interpreters.CATALOG.create("implicit"))))
                .hasMessageContaining("both read IMPLICIT");
    }

    @Test
    void shouldRefuseANegativeWeight() {
        assertThatThrownBy(() -> Interpreters.CATALOG.create(
                        "proposal", JsonNodeFactory.instance.objectNode().put("rejected-weight", -1.0)))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("rejected-weight is -1.0");
    }

    private static Interpretation.Meaning read(String signal, double strength) {
        Statement statement = new Statement("f", FeedbackKind.IMPLICIT, strength, signal);
        return (Interpretation.Meaning)
                Interpreters.CATALOG.create("proposal").interpret(statement, List.of(Events.rollout("g", 0, 1, 1_000)));
    }

    private static Interpretation interpret(String signal) {
        return Interpreters.CATALOG
                .create("proposal")
                .interpret(
                        new Statement("f", FeedbackKind.IMPLICIT, 1.0, signal),
                        List.of(Events.rollout("g", 0, 1, 1_000)));
    }
}
