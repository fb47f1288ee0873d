package io.thumbstream.launcher.votes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.thumbstream.lab.evaluate.JudgedPair;
import io.thumbstream.lab.report.Demand;
import io.thumbstream.lab.report.Figure;
import java.util.List;
import java.util.Optional;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

class AgreementFiguresTest {
    private static final Offset<Double> EXACT = within(1e-12);

    @Test
    void shouldShowTheModelBesideWhatLengthAloneGetsRight() {
        // debate d: the model is right once of two, the longer answer wins twice; debate e: right, and the shorter one
        // wins
        List<ScoredPair> scored = List.of(pair("d", 2, 1, 30, 20), pair("d", 1, 2, 30, 20), pair("e", 2, 1, 10, 20));

        List<Figure> figures = AgreementFigures.of(scored, Demand.atLeast(0.7));

        assertThat(value(figures, "gold-agreement")).isCloseTo((0.5 + 1) / 2, EXACT);
        assertThat(value(figures, "gold-agreement-all-pairs")).isCloseTo(2 / 3.0, EXACT);
        assertThat(value(figures, "gold-agreement-spread")).isCloseTo(0.25, EXACT);
        assertThat(value(figures, "longer-wins")).isCloseTo((1 + 0) / 2.0, EXACT);
        assertThat(value(figures, "shorter-wins")).isCloseTo(0.5, EXACT);
        assertThat(value(figures, "longer-wins-all-pairs")).isCloseTo(2 / 3.0, EXACT);
        assertThat(value(figures, "gain-over-length")).isCloseTo(0.25, EXACT);
        assertThat(value(figures, "prefers-longer")).isCloseTo((0.5 + 0) / 2, EXACT);
        assertThat(value(figures, "gold-pairs")).isEqualTo(3);
        assertThat(figures.get(0).met()).isTrue();
    }

    @Test
    void shouldCompareWithTheShorterAnswerWhereThatIsTheBetterRule() {
        List<ScoredPair> scored = List.of(pair("d", 2, 1, 10, 20), pair("d", 2, 1, 10, 30), pair("d", 1, 2, 30, 20));

        List<Figure> figures = AgreementFigures.of(scored, Demand.NONE);

        assertThat(value(figures, "shorter-wins")).isCloseTo(2 / 3.0, EXACT);
        assertThat(value(figures, "gain-over-length"))
                .as("a model that only likes short answers gains nothing")
                .isCloseTo(0, EXACT);
        assertThat(value(figures, "prefers-longer")).isCloseTo(0, EXACT);
    }

    @Test
    void shouldMeasureTextsInCharactersAndTurnThePairAround() {
        Argument first = new Argument("d", "1", "yes", "Is it?", "a😀");
        Argument second = new Argument("d", "2", "yes", "Is it?", "abcd");
        Vote secondWins = new Vote("d", "1", "2", Vote.Choice.B, "", "", Optional.empty());

        JudgedPair judged = ScoredPair.judge(secondWins, first, second, 0.25, 0.75);

        // the prompt is the title, a line break and the side
        assertThat(judged).isEqualTo(new JudgedPair(0.75, 0.25, 4, 2, 10, false));
    }

    private static ScoredPair pair(String debate, double better, double worse, int betterLength, int worseLength) {
        return new ScoredPair(
                new Vote(debate, "1", "2", Vote.Choice.A, "", "", Optional.empty()),
                new JudgedPair(better, worse, betterLength, worseLength, 10, true));
    }

    private static double value(List<Figure> figures, String name) {
        return figures.stream()
                .filter(figure -> figure.name().equals(name))
                .mapToDouble(Figure::value)
                .findFirst()
                .orElse(Double.NaN);
    }
}
