package io.thumbstream.lab.drift.signal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;

class LabelSlopeTest {
    private final Readings readings = new Readings();
    private final LabelSlope slope = new LabelSlope(4);

    private void say(int revision, String id, double score, OptionalDouble label) {
        slope.group(new SignalGroup(revision, List.of(Answers.labelled(id, score, label))), readings);
    }

    @Test
    void shouldFitLabelsOnScoresWhenComputedByHand() {
        say(1, "a", 0, OptionalDouble.of(0));
        say(1, "b", 1, OptionalDouble.of(0));
        say(1, "c", 2, OptionalDouble.of(1));
        assertThat(readings.all()).isEmpty();
        say(1, "d", 3, OptionalDouble.of(1));

        // squares of scores 5, products 2, squares of labels 1: residual 1 - 0.8, error sqrt(0.2 / 2 / 5)
        assertThat(readings.samples(Measure.LABEL_SLOPE)).singleElement().satisfies(value -> assertThat(value)
                .isCloseTo(0.4, within(1e-12)));
        assertThat(readings.samples(Measure.LABEL_SLOPE_LOW)).singleElement().satisfies(value -> assertThat(value)
                .isCloseTo(0.4 - 1.2816 * Math.sqrt(0.02), within(1e-12)));
    }

    @Test
    void shouldCountALabelOnceAgainstTheFirstScoreWhateverTheRevisions() {
        say(1, "a", 0, OptionalDouble.empty());
        say(2, "a", 99, OptionalDouble.of(0));
        say(3, "a", 99, OptionalDouble.of(0));
        say(4, "a", 99, OptionalDouble.of(1));
        say(1, "b", 1, OptionalDouble.of(0));
        say(1, "c", 2, OptionalDouble.of(1));
        assertThat(readings.all()).isEmpty();
        say(1, "d", 3, OptionalDouble.of(1));
        assertThat(readings.samples(Measure.LABEL_SLOPE)).singleElement().satisfies(value -> assertThat(value)
                .isCloseTo(0.4, within(1e-12)));
    }

    @Test
    void shouldSayNothingOfEqualScoresOrWithoutLabels() {
        slope.group(Answers.group(), readings);
        slope.group(Answers.group(Answers.bare()), readings);
        for (int i = 0; i < 8; i++) {
            say(1, "equal" + i, 1, OptionalDouble.of(i % 2));
            say(1, "unsaid" + i, i, OptionalDouble.empty());
        }
        assertThat(readings.all()).isEmpty();
    }
}
