package io.thumbstream.lab.drift.signal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.thumbstream.runtime.catalog.TechniqueChoice;
import io.thumbstream.runtime.error.ConfigException;
import java.util.List;
import org.junit.jupiter.api.Test;

class SignalBoardTest {
    private static SignalSettings settings(List<Measure> measures, List<WatchedMeasure> watch) {
        return new SignalSettings(measures, watch, 2, 20, 10, 4, 20, 2);
    }

    @Test
    void shouldShowWhatIsMeasuredAndWhatItsMonitorThinks() {
        SignalBoard board = new SignalBoard(settings(
                List.of(Measure.EQUAL_GROUPS, Measure.REWARD_VARIANCE),
                List.of(new WatchedMeasure(Measure.EQUAL_GROUPS, TechniqueChoice.of("page-hinkley")))));
        assertThat(board.states()).isEmpty();
        board.group(Answers.group(Answers.scored(0, 0.1), Answers.scored(0, 0.1)));
        board.group(Answers.group(Answers.scored(0, 0.1), Answers.scored(2, 0.1)));

        assertThat(board.states())
                .satisfiesExactly(
                        variance -> {
                            assertThat(variance.measure()).isEqualTo(Measure.REWARD_VARIANCE);
                            assertThat(variance.value()).isOne();
                            assertThat(variance.samples()).isEqualTo(2);
                            assertThat(variance.change()).isEmpty();
                        },
                        equal -> {
                            assertThat(equal.name()).isEqualTo("equal-groups");
                            assertThat(equal.value()).isEqualTo(0.5);
                            assertThat(equal.changeName()).isEqualTo("equal-groups-change");
                            assertThat(equal.change()).hasValueSatisfying(change -> assertThat(change.samples())
                                    .isEqualTo(2));
                        });
    }

    @Test
    void shouldLeaveOutNumbersThatAreNotFiniteAndHeal() {
        SignalBoard board = new SignalBoard(settings(List.of(Measure.REWARD_VARIANCE), List.of()));
        board.group(Answers.group(Answers.scored(Double.NaN, 0), Answers.scored(0, 0)));
        assertThat(board.states()).isEmpty();
        for (int i = 0; i < 2; i++) {
            board.group(Answers.group(Answers.scored(0, 0), Answers.scored(2, 0)));
        }
        assertThat(board.states()).singleElement().satisfies(state -> assertThat(state.value())
                .isEqualTo(2));
    }

    @Test
    void shouldRefuseAMonitorThatIsNotThere() {
        List<WatchedMeasure> watch =
                List.of(new WatchedMeasure(Measure.EQUAL_GROUPS, TechniqueChoice.of("page-hinkly")));
        SignalSettings settings = settings(List.of(Measure.EQUAL_GROUPS), watch);
        assertThatThrownBy(() -> new SignalBoard(settings))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("no drift monitor is called 'page-hinkly'");
    }
}
