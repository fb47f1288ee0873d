package io.thumbstream.launcher.rewardtrial;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.thumbstream.learner.reward.LabelKind;
import io.thumbstream.learner.reward.RewardLabel;
import io.thumbstream.model.reward.ScoreInput;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.stream.IntStream;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

class ExamTest {
    private static final Offset<Double> CLOSE = within(1e-12);
    /** Scores of two members by text; means are a 1, b 0, c 0, d 1, e and f 3. */
    private static final Map<String, double[]> SCORES = Map.of(
            "a", new double[] {2, 0},
            "b", new double[] {1, -1},
            "c", new double[] {0, 0},
            "d", new double[] {1, 1},
            "e", new double[] {3, 3},
            "f", new double[] {3, 3});

    private static final RewardData.Answer A = answer("a", 0.7);
    private static final RewardData.Answer B = answer("b", 0.5);
    private static final RewardData.Answer C = answer("c", 0.6);
    private static final RewardData.Answer D = answer("d", 0.5);
    private static final RewardData DATA = new RewardData(
            List.of(
                    pair("one", A, B, 0, true), // the scores say that the first is better: not fitted
                    pair("two", D, C, 1, true), // fitted
                    pair("three", D, C, 0, false), // said rightly, so not asked for
                    thumb("four", A)), // no choice
            List.of(new RewardData.GoldPair(A, B), new RewardData.GoldPair(C, D)),
            List.of(new RewardData.GoldPair(answer("e", 0.9), answer("f", 0.1))),
            List.of(List.of(B, A), List.of(C, D)),
            List.of(new RewardData.Twin(input("e"), input("a"))));

    @Test
    void shouldMeasureByHand() {
        Measures measures = new Exam(Reads.MEAN, ExamTest::scores).of(DATA);

        assertThat(measures.value(RewardMetric.ACCURACY)).isEqualTo(0.5, CLOSE);
        assertThat(measures.value(RewardMetric.SHIFTED_ACCURACY)).isEqualTo(0.5, CLOSE);
        // leads are 1 and -1; people choose the better with sigma(10 * 0.2) and sigma(10 * 0.1)
        assertThat(measures.value(RewardMetric.LOSS)).isEqualTo((crossEntropy(2, 1) + crossEntropy(1, -1)) / 2, CLOSE);
        assertThat(measures.value(RewardMetric.SHIFTED_LOSS)).isEqualTo(Math.log(2), CLOSE);
        // the best are a and d
        assertThat(measures.value(RewardMetric.BEST_OF)).isEqualTo((0.7 + 0.5) / 2, CLOSE);
        assertThat(measures.value(RewardMetric.FLIPS_FITTED)).isEqualTo(0.5, CLOSE);
        // flips lead by -1 and 1, what was said rightly by -1: once as much and once less
        assertThat(measures.value(RewardMetric.FLIPS_FOUND)).isEqualTo(0.25, CLOSE);
        // sums 1 and 1 over differences 1 and 1
        assertThat(measures.value(RewardMetric.OFF_ZERO)).isEqualTo(1, CLOSE);
        // members differ by a deviation of 1 about a and of 0 about c; scores 1, 0, 0, 1 by one of 0.5
        assertThat(measures.value(RewardMetric.SPREAD)).isEqualTo(0.5 / 0.5, CLOSE);
        assertThat(measures.value(RewardMetric.MARK_LEAN)).isEqualTo((3 - 1) / 0.5, CLOSE);
    }

    /** Scores 1, 0, 0 and 1 foretell an approval of (2 sigma(1) + 2 / 2) / 4. */
    @Test
    void shouldMeasureHowFarForetoldApprovalIsFromTheTrueOne() {
        RewardData data = new RewardData(
                List.of(),
                DATA.heldOut(),
                DATA.shifted(),
                DATA.groups(),
                List.of(),
                DataSettings.Asking.EVERYTHING,
                OptionalDouble.of(0.9));
        double foretold = (2 / (1 + Math.exp(-1)) + 1) / 4;

        assertThat(new Exam(Reads.MEAN, ExamTest::scores).of(data).value(RewardMetric.APPROVAL_BIAS))
                .isEqualTo(0.9 - foretold, CLOSE);
        assertThat(new Exam(Reads.MEAN, ExamTest::scores).of(DATA).value(RewardMetric.APPROVAL_BIAS))
                .isNaN();
        assertThat(RewardMetric.APPROVAL_BIAS.lessIsBetter()).isTrue();
    }

    @Test
    void shouldReadOneMemberOrTheLowest() {
        Measures first = new Exam(Reads.FIRST, ExamTest::scores).of(DATA);
        Measures lowest = new Exam(Reads.LOWEST, ExamTest::scores).of(DATA);

        // first members say a 2, b 1, c 0, d 1, so the middles lie at 1.5 and 0.5
        assertThat(first.value(RewardMetric.OFF_ZERO)).isEqualTo((3 + 1) / (1.0 + 1), CLOSE);
        // lowest: a 0, b -1, c 0, d 1
        assertThat(lowest.value(RewardMetric.OFF_ZERO)).isEqualTo((1 + 1) / (1.0 + 1), CLOSE);
        assertThat(first.value(RewardMetric.MARK_LEAN)).isEqualTo((3 - 2) / Math.sqrt(0.5), CLOSE);
    }

    @Test
    void shouldAskForManyAnswersInPartsAndInOrder() {
        List<RewardData.GoldPair> many = IntStream.range(0, 700)
                .mapToObj(i -> i % 7 == 0 ? new RewardData.GoldPair(C, D) : new RewardData.GoldPair(A, B))
                .toList();
        RewardData data = new RewardData(List.of(), many, DATA.shifted(), DATA.groups(), List.of());
        Measures measures = new Exam(Reads.MEAN, inputs -> {
                    assertThat(inputs).hasSizeBetween(1, 256);
                    return scores(inputs);
                })
                .of(data);

        assertThat(measures.value(RewardMetric.ACCURACY)).isEqualTo(600 / 700.0, CLOSE);
        assertThat(measures.value(RewardMetric.FLIPS_FITTED)).isNaN();
        assertThat(measures.value(RewardMetric.FLIPS_FOUND)).isNaN();
        assertThat(measures.value(RewardMetric.MARK_LEAN)).isNaN();
    }

    @Test
    void shouldCallLessBetterWhereItIs() {
        assertThat(RewardMetric.ACCURACY.gain(0.7, 0.6)).isEqualTo(0.1, CLOSE);
        assertThat(RewardMetric.LOSS.gain(0.7, 0.6)).isEqualTo(-0.1, CLOSE);
        assertThat(RewardMetric.OFF_ZERO.gain(0.2, 0.6)).isEqualTo(0.4, CLOSE);
        assertThat(RewardMetric.SHIFTED_ACCURACY.key()).isEqualTo("shifted-accuracy");
    }

    /** What {@code sigma(odds)} of people who choose the better lose to scores that it leads by {@code lead}. */
    private static double crossEntropy(double odds, double lead) {
        double chosen = 1 / (1 + Math.exp(-odds));
        double foreseen = 1 / (1 + Math.exp(-lead));
        return -chosen * Math.log(foreseen) - (1 - chosen) * Math.log(1 - foreseen);
    }

    private static double[][] scores(List<ScoreInput> inputs) {
        return inputs.stream()
                .map(input -> Objects.requireNonNull(SCORES.get(input.response())))
                .toArray(double[][]::new);
    }

    private static ScoreInput input(String text) {
        return new ScoreInput("p", text);
    }

    private static RewardData.Answer answer(String text, double worth) {
        return new RewardData.Answer(input(text), worth);
    }

    private static RewardData.Judgement pair(
            String id, RewardData.Answer first, RewardData.Answer second, double value, boolean flipped) {
        return new RewardData.Judgement(
                id,
                new RewardLabel(
                        LabelKind.PAIR, List.of(first.input(), second.input()), value, 1, Optional.of("person-1")),
                flipped);
    }

    private static RewardData.Judgement thumb(String id, RewardData.Answer about) {
        return new RewardData.Judgement(
                id, new RewardLabel(LabelKind.BINARY, List.of(about.input()), 1, 1, Optional.of("person-1")), true);
    }
}
