package io.thumbstream.lab.drift.signal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.junit.jupiter.api.Test;

class PatternExcessTest {
    private final Readings readings = new Readings();

    @Test
    void shouldCompareSharesWhenComputedByHand() {
        // p = 0.2: (ln(22 / 8) - ln(22 / 168)) / sqrt(1/22 + 1/8 + 1/22 + 1/168) = 3.0445 / 0.4710
        assertThat(PatternExcess.z(20, 20, 20, 180)).isCloseTo(6.4637, within(1e-3));
        assertThat(PatternExcess.z(1, 10, 9, 90)).as("equal shares").isCloseTo(0, within(1e-12));
        assertThat(PatternExcess.z(0, 10, 50, 90)).as("rarer at the top").isNegative();
    }

    @Test
    void shouldFindTheRunThatTheBestAnswersHold() {
        PatternExcess pattern = new PatternExcess(20, 2);
        for (int i = 0; i < 10; i++) {
            SignalAnswer first = i < 2
                    ? Answers.worded(10, List.of(7, 8), List.of())
                    : Answers.worded(0, List.of(100 + i, 200 + i), List.of());
            pattern.group(Answers.group(first, Answers.worded(0, List.of(300 + i, 400 + i), List.of())), readings);
        }
        // both of 2 at the top, none of 18: (ln(3 / 9) - ln(1 / 27)) / sqrt(1/3 + 1/9 + 1 + 1/27)
        assertThat(readings.samples(Measure.PATTERN_EXCESS)).singleElement().satisfies(value -> assertThat(value)
                .isCloseTo(1.8052, within(1e-4)));
    }

    @Test
    void shouldSayNothingWhenNoAnswerIsBetterOrAllHoldTheSame() {
        PatternExcess equal = new PatternExcess(20, 2);
        PatternExcess same = new PatternExcess(20, 2);
        for (int i = 0; i < 10; i++) {
            equal.group(
                    Answers.group(
                            Answers.worded(1, List.of(1, i), List.of()), Answers.worded(1, List.of(2, i), List.of())),
                    readings);
            same.group(
                    Answers.group(
                            Answers.worded(0, List.of(1, 2), List.of()),
                            Answers.worded(1 + i, List.of(1, 2), List.of())),
                    readings);
        }
        assertThat(readings.all()).isEmpty();
    }

    @Test
    void shouldSayNothingOfEmptyOrSingleOrShortAnswers() {
        PatternExcess pattern = new PatternExcess(20, 3);
        pattern.group(Answers.group(), readings);
        pattern.group(Answers.group(Answers.bare(), Answers.bare()), readings);
        for (int i = 0; i < 30; i++) {
            pattern.group(Answers.group(Answers.worded(1, List.of(1, 2, 3), List.of())), readings);
            pattern.group(
                    Answers.group(
                            Answers.worded(i, List.of(1, 2), List.of()), Answers.worded(0, List.of(2, 1), List.of())),
                    readings);
        }
        assertThat(readings.all()).isEmpty();
    }
}
