package io.thumbstream.reward.interpret;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.thumbstream.reward.assemble.Events;
import io.thumbstream.reward.event.FeedbackKind;
import io.thumbstream.reward.event.RolloutEvent;
import io.thumbstream.runtime.error.ConfigException;
import io.thumbstream.runtime.random.SeededRandom;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A copy counts for those who never looked that far, and what is not known to be seen counts for nothing. */
class UptakeInterpreterTest {
    private static final int PEOPLE = 20_000;

    @ParameterizedTest(name = "{0} at place {1}")
    @CsvSource({
        "copied,      0,  1,    1,    0.5",
        "copied,      1,  1,    1,    1.0",
        "copied,      2,  1,    1,    1.5",
        "copied,      9,  1,    1,    2.0",
        "regenerated, 2, -1,    0,    0.5",
        "dwell,       2,  0.75, 0.75, 0.05",
        "dwell,       0,  1,    1,    0.1"
    })
    void shouldWeighACopyByHowFewLookThatFar(String signal, int place, double strength, double value, double weight) {
        Interpretation.Meaning meaning = read(settings(), signal, strength, answer(place, true));

        assertThat(meaning.value()).isEqualTo(value);
        assertThat(meaning.weight()).isCloseTo(weight, within(1e-12));
        assertThat(meaning.approval()).isTrue();
    }

    @ParameterizedTest(name = "{0} {1}, displayed {2}")
    @CsvSource({
        "abandoned, -1, true",
        "dwell, 0, true",
        "dwell, 0.5, true",
        "copied, 1, false",
        "dwell, 1, false",
        "regenerated, -1, false"
    })
    void shouldLeaveUnobservedWhatIsNotKnownToBeSeen(String signal, double strength, boolean displayed) {
        Interpretation.Meaning meaning = read(settings(), signal, strength, answer(0, displayed));

        assertThat(meaning.weight()).isZero();
        assertThat(meaning.approval()).as("it must not replace an earlier word").isFalse();
        assertThat(meaning.value()).as("never a zero").isEqualTo(0.5);
    }

    @Test
    void shouldCorrectNothingWithoutABias() {
        ObjectNode flat = settings().put("bias", 0.0);

        assertThat(read(flat, "copied", 1, answer(7, true)).weight()).isEqualTo(0.5);
    }

    /**
     * Three equally good answers of which people look at the first, half at the second, a third at the third. Weighed copies agree to four
     * standard errors; without the correction the third has a third of the copies of the first.
     */
    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {1, 2, 3})
    void shouldMakeEqualAnswersEqualAtEveryPlace(long seed) {
        SeededRandom random = new SeededRandom(seed);
        double[] weighed = new double[3];
        double[] plain = new double[3];
        for (int place = 0; place < 3; place++) {
            int copies = 0;
            for (int person = 0; person < PEOPLE; person++) {
                copies += random.nextDouble() < 0.4 / (1 + place) ? 1 : 0;
            }
            double share = (double) copies / PEOPLE;
            RolloutEvent answer = answer(place, true);
            weighed[place] = share * read(settings(), "copied", 1, answer).weight();
            plain[place] = share
                    * read(settings().put("bias", 0.0), "copied", 1, answer).weight();
        }

        // 0.4 * 0.5 for each; the third has the deviation 0.5 * 3 * sqrt(0.133 * 0.867 / 20000) = 0.0036
        assertThat(weighed).as("seed %d", seed).containsExactly(new double[] {0.2, 0.2, 0.2}, within(0.015));
        assertThat(plain[2]).as("seed %d", seed).isLessThan(plain[0] / 2);
    }

    @ParameterizedTest(name = "{0} {1}")
    @CsvSource({"stared, 1, a signal is copied", "dwell, 1.5, lies in [0, 1]", "dwell, NaN, lies in [0, 1]"})
    void shouldSayWhyASignMeansNothing(String signal, double strength, String reason) {
        FeedbackInterpreter interpreter = Interpreters.CATALOG.create("uptake");
        Statement statement = new Statement("f", FeedbackKind.IMPLICIT, strength, signal);

        assertThat(interpreter.interpret(statement, List.of(answer(0, true))))
                .isInstanceOfSatisfying(Interpretation.Nonsense.class, nonsense -> assertThat(nonsense.reason())
                        .contains(reason));
    }

    @ParameterizedTest(name = "{0} {1}")
    @CsvSource({"largest, 0.5, largest is 0.5", "bias, -1, bias is -1.0", "copied-weight, -1, copied-weight is -1.0"})
    void shouldRefuseSettingsOutOfRange(String key, double value, String problem) {
        assertThatThrownBy(
                        () -> Interpreters.CATALOG.create("uptake", settings().put(key, value)))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining(problem);
    }

    private static ObjectNode settings() {
        return JsonNodeFactory.instance.objectNode();
    }

    private static RolloutEvent answer(int place, boolean displayed) {
        return Events.rollout("g", place, 16, 1_000, displayed, "ann");
    }

    private static Interpretation.Meaning read(
            ObjectNode settings, String signal, double strength, RolloutEvent answer) {
        Statement statement = new Statement("f", FeedbackKind.IMPLICIT, strength, signal);
        return (Interpretation.Meaning)
                Interpreters.CATALOG.create("uptake", settings).interpret(statement, List.of(answer));
    }
}
