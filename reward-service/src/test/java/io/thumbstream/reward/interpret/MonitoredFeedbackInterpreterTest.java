package io.thumbstream.reward.interpret;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.thumbstream.reward.assemble.Events;
import io.thumbstream.reward.event.FeedbackKind;
import io.thumbstream.reward.event.RolloutEvent;
import io.thumbstream.runtime.catalog.Signal;
import io.thumbstream.runtime.error.ConfigException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Labels are those of the monitored; what they carry, and whose silence counts, is this one's. */
class MonitoredFeedbackInterpreterTest {
    /** Recorded with it is 0.5. */
    private static final RolloutEvent ANSWER = Events.rollout("g", 0, 1, 1_000);

    @ParameterizedTest
    @CsvSource({"1", "-1", "2"})
    void shouldReadAsTheMonitoredOneDoes(double thumb) {
        Statement statement = new Statement("f", FeedbackKind.THUMB, thumb, null);

        assertThat(create(settings()).interpret(statement, List.of(ANSWER)))
                .isEqualTo(Interpreters.CATALOG.create("thumb").interpret(statement, List.of(ANSWER)));
    }

    @Test
    void shouldReadEachKindByTheOneThatDoes() {
        ObjectNode several = settings();
        several.putArray("of").add("thumb").addObject().put("name", "implicit").put("copied-weight", 0.25);
        FeedbackInterpreter monitored = create(several);

        assertThat(monitored.kinds()).containsExactlyInAnyOrder(FeedbackKind.THUMB, FeedbackKind.IMPLICIT);
        assertThat(monitored.interpret(new Statement("f", FeedbackKind.IMPLICIT, 1.0, "copied"), List.of(ANSWER)))
                .isInstanceOfSatisfying(Interpretation.Meaning.class, copied -> assertThat(copied.weight())
                        .isEqualTo(0.25));
        assertThat(monitored.provides())
                .contains(Signal.FEEDBACK_PROBABILITY, Signal.BINARY_LABEL, Signal.IMPLICIT, Signal.WEIGHT);
    }

    @Test
    void shouldCarryWhatWasRecordedUnlessToldAnother() {
        assertThat(create(settings()).propensity(ANSWER)).isEqualTo(0.5);
        assertThat(create(settings().put("propensity", "constant").put("constant", 0.25))
                        .propensity(ANSWER))
                .isEqualTo(0.25);
        assertThat(create(settings().put("constant", 0.25)).propensity(ANSWER))
                .as("looked at with constant only")
                .isEqualTo(0.5);
        assertThat(Interpreters.CATALOG.create("thumb").propensity(ANSWER)).isEqualTo(0.5);
    }

    @Test
    void shouldCarryNothingWhoseInverseIsBeyondTheLargest() {
        assertThat(create(settings().put("propensity", "constant").put("constant", 0.01))
                        .propensity(ANSWER))
                .isEqualTo(0.05);
        assertThat(create(settings().put("largest", 1.0)).propensity(ANSWER)).isEqualTo(1);
    }

    @ParameterizedTest(name = "{0}: {1}, {2}, {3}")
    @CsvSource({"none, true, true, true", "group, false, true, true", "answer, false, false, true"})
    void shouldHearTheSilenceOfThoseWhoWereSeenCloseEnough(
            String presence, boolean unseen, boolean nearby, boolean there) {
        FeedbackInterpreter monitored = create(settings().put("presence", presence));

        assertThat(monitored.hearsSilence(Presence.NONE)).isEqualTo(unseen);
        assertThat(monitored.hearsSilence(Presence.GROUP)).isEqualTo(nearby);
        assertThat(monitored.hearsSilence(Presence.ANSWER)).isEqualTo(there);
    }

    @Test
    void shouldHearAllSilenceWithoutIt() {
        assertThat(Interpreters.CATALOG.create("thumb").hearsSilence(Presence.NONE))
                .isTrue();
    }

    @ParameterizedTest(name = "{0} {1}")
    @CsvSource({
        "constant, 0, constant is 0.0",
        "constant, 1.5, constant is 1.5",
        "largest, 0.5, largest is 0.5",
        "largest, NaN, largest is NaN"
    })
    void shouldRefuseSettingsOutOfRange(String key, double value, String problem) {
        assertThatThrownBy(() -> create(settings().put(key, value)))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining(problem);
    }

    @ParameterizedTest(name = "{0} {1}")
    @CsvSource({
        "pair, rating, 'pair, which compares answers'",
        "ranking, rating, 'ranking, which compares answers'",
        "monitored, rating, monitored itself",
        "thumb, thumb, thumb twice",
        "implicit, uptake, both read IMPLICIT",
        "thubm, rating, thumb"
    })
    void shouldRefuseToMonitorWhatItCannot(String one, String other, String problem) {
        ObjectNode wrong = settings();
        wrong.putArray("of").add(one).add(other);

        assertThatThrownBy(() -> create(wrong))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining(problem);
    }

    @Test
    void shouldRefuseToMonitorNothing() {
        ObjectNode nothing = settings();
        nothing.putArray("of");

        assertThatThrownBy(() -> create(nothing)).hasMessageContaining("of is empty");
    }

    private static ObjectNode settings() {
        return JsonNodeFactory.instance.objectNode();
    }

    private static FeedbackInterpreter create(ObjectNode settings) {
        return Interpreters.CATALOG.create("monitored", settings);
    }
}
