package io.thumbstream.lab.evaluate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.thumbstream.lab.evaluate.PairSlices.Slice;
import io.thumbstream.lab.report.Figure;
import java.util.List;
import org.junit.jupiter.api.Test;

class PairSlicesTest {
    /** Right about the longer answer, wrong about the shorter one. */
    private static final List<JudgedPair> PAIRS = List.of(
            new JudgedPair(2, 1, 30, 10, 31, true),
            new JudgedPair(2, 1, 50, 49, 32, false),
            new JudgedPair(1, 2, 10, 40, 127, false),
            new JudgedPair(1, 1, 0, 0, 600, true));

    @Test
    void shouldCutPairsInFourWays() {
        assertThat(PairSlices.of(PAIRS))
                .extracting(Slice::by, Slice::name, slice -> slice.accuracy().mean(), slice -> slice.accuracy()
                        .count())
                .containsExactly(
                        tuple("length-ratio", "below-1-25", 0.75, 2),
                        tuple("length-ratio", "2-to-4", 1.0, 1),
                        tuple("length-ratio", "4-and-more", 0.0, 1),
                        tuple("better-answer", "shorter", 0.0, 1),
                        tuple("better-answer", "as-long", 0.5, 1),
                        tuple("better-answer", "longer", 1.0, 2),
                        tuple("prompt-length", "below-32", 1.0, 1),
                        tuple("prompt-length", "32-to-127", 0.5, 2),
                        tuple("prompt-length", "512-and-more", 0.5, 1),
                        tuple("position", "first-better", 0.75, 2),
                        tuple("position", "second-better", 0.5, 2));
    }

    @Test
    void shouldSayWhatLengthGetsRightInEachSlice() {
        assertThat(PairSlices.of(PAIRS))
                .filteredOn(slice -> slice.by().equals("position"))
                .extracting(Slice::longerWins)
                .containsExactly(0.75, 0.5);
    }

    @Test
    void shouldNameFiguresAfterTheSlices() {
        assertThat(PairSlices.figures(PairSlices.of(PAIRS)))
                .extracting(Figure::name)
                .contains(
                        "pairs-length-ratio-4-and-more",
                        "accuracy-better-answer-longer",
                        "accuracy-position-first-better-low")
                .hasSize(44);
        assertThat(PairSlices.of(List.of())).isEmpty();
    }
}
