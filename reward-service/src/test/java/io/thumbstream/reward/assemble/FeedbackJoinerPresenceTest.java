package io.thumbstream.reward.assemble;

import static io.thumbstream.reward.assemble.Events.feedback;
import static io.thumbstream.reward.assemble.Events.retract;
import static io.thumbstream.reward.assemble.Events.rollout;
import static io.thumbstream.reward.assemble.Events.thumb;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.thumbstream.reward.event.FeedbackEvent;
import io.thumbstream.reward.event.FeedbackKind;
import io.thumbstream.reward.event.Label;
import io.thumbstream.reward.event.LabelState;
import io.thumbstream.reward.interpret.Interpreters;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Silence of people who were seen, and of nobody else; and the probability that a monitored label carries. */
class FeedbackJoinerPresenceTest {
    private static final long WINDOW = Duration.ofMinutes(20).toMillis();
    private static final JoinerSettings THUMBS = JoinerSettings.defaults().withSilence(List.of(FeedbackKind.THUMB));

    private static ObjectNode settings() {
        return JsonNodeFactory.instance.objectNode();
    }

    private static Bench bench(JoinerSettings joiner, ObjectNode settings) {
        return new Bench(
                joiner,
                Map.of(
                        "monitored",
                        Interpreters.CATALOG.create("monitored", settings),
                        "implicit",
                        Interpreters.CATALOG.create("implicit")));
    }

    private static FeedbackEvent sign(String id, String rolloutId, String signal, String user, long millis) {
        double strength = signal.equals("abandoned") ? -1 : 0.8;
        return feedback(id, FeedbackKind.IMPLICIT, List.of(rolloutId), strength, signal, user, 1, millis);
    }

    private static List<String> silences(Bench bench) {
        return bench.labels().stream()
                .filter(label -> label.state() == LabelState.CENSORED)
                .map(Label::id)
                .toList();
    }

    @Test
    void shouldMakeARecordOnlyOfSilenceOfSomebodyWhoWasThere() {
        Bench bench = bench(THUMBS, settings())
                .take(rollout("g", 0, 1, 1_000), rollout("h", 0, 1, 1_100), sign("s", "h.0", "dwell", "ann", 2_000))
                .until(2 * WINDOW);

        assertThat(silences(bench)).containsExactly("h/thumb/0/silence");
    }

    @Test
    void shouldNotTakeAVoteForTheSilenceOfItsKind() {
        Bench bench = bench(THUMBS, settings())
                .take(
                        rollout("g", 0, 1, 1_000),
                        sign("s", "g.0", "dwell", "ann", 2_000),
                        thumb("f", "g.0", 1, 2, 3_000))
                .until(2 * WINDOW);

        assertThat(silences(bench)).isEmpty();
    }

    @ParameterizedTest(name = "presence {0}: {1}")
    @CsvSource({"none, 2", "group, 2", "answer, 1"})
    void shouldCountAnAnswerBesideAsOftenAsIsWanted(String presence, int silences) {
        Bench bench = bench(THUMBS, settings().put("presence", presence))
                .take(
                        rollout("g", 0, 2, 1_000, true, "ann"),
                        rollout("g", 1, 2, 1_100, true, "ann"),
                        sign("s", "g.1", "dwell", "ann", 2_000))
                .until(2 * WINDOW);

        assertThat(silences(bench)).hasSize(silences).contains("g/thumb/1/silence");
    }

    @Test
    void shouldNotBeMovedByWhatComesTooLateWasLeftOrTakenBack() {
        Bench bench = bench(THUMBS, settings())
                .take(
                        rollout("late", 0, 1, 1_000),
                        sign("a", "late.0", "dwell", "ann", 1_001 + WINDOW),
                        rollout("left", 0, 1, 1_000),
                        sign("b", "left.0", "abandoned", "ann", 2_000),
                        rollout("back", 0, 1, 1_000),
                        sign("c", "back.0", "dwell", "ann", 2_000),
                        retract("r", "back", "c", "ann", 3_000))
                .until(2 * WINDOW);

        assertThat(silences(bench)).isEmpty();
    }

    /** Without ownership anybody may vote; only the person who asked is known to have seen the answer and kept silent. */
    @Test
    void shouldNotTakeSomebodyElseForThePersonWhoAsked() {
        JoinerSettings open = open(THUMBS);
        Bench bench = bench(open, settings())
                .take(
                        rollout("g", 0, 1, 1_000),
                        sign("s", "g.0", "dwell", "bob", 2_000),
                        rollout("h", 0, 1, 1_000, true, null),
                        sign("t", "h.0", "dwell", "bob", 2_000))
                .until(2 * WINDOW);

        assertThat(silences(bench)).as("who asked in h is not known").containsExactly("h/thumb/0/silence");
    }

    private static JoinerSettings open(JoinerSettings base) {
        return new JoinerSettings(
                base.lateness(),
                base.windows(),
                base.groupTimeout(),
                base.parking(),
                base.retention(),
                base.externalRetention(),
                base.stallRecheck(),
                base.maxGroups(),
                base.maxVotes(),
                false,
                base.censoredLabels(),
                base.censoredExperience(),
                base.stall(),
                base.silence());
    }

    @Test
    void shouldSendTheProbabilityOfTheMonitorWithVotesAndWithSilence() {
        Bench bench = bench(THUMBS, settings().put("propensity", "constant").put("constant", 0.125))
                .take(
                        rollout("g", 0, 1, 1_000),
                        thumb("f", "g.0", 1, 1, 2_000),
                        rollout("h", 0, 1, 1_000),
                        sign("s", "h.0", "dwell", "ann", 2_000))
                .until(2 * WINDOW);

        assertThat(bench.labels())
                .filteredOn(label -> label.kind() == FeedbackKind.THUMB)
                .hasSize(2)
                .allSatisfy(label -> assertThat(label.propensity()).isEqualTo(0.125, within(1e-12)));
        assertThat(bench.labels())
                .filteredOn(label -> label.kind() == FeedbackKind.IMPLICIT)
                .as("recorded with the answer")
                .singleElement()
                .satisfies(label -> assertThat(label.propensity()).isEqualTo(0.5));
    }
}
