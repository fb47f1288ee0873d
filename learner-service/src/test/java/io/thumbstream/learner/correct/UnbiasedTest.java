package io.thumbstream.learner.correct;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.SplittableRandom;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * At the true rate the corrected labels of many answers ask for no change: the mean slope of the loss is 0 within 4.5 standard errors,
 * where that of the plain labels is far from it.
 */
class UnbiasedTest {
    private static final int ANSWERS = 200_000;
    private static final double WINDOW = 60;
    private static final double ARRIVED = 1 - Math.exp(-WINDOW / 90);
    private static final double ERRORS = 4.5;

    /** What one answer becomes; labels go to {@code out}. */
    private interface World {
        void answer(boolean yes, SplittableRandom random, Consumer<Said> out);
    }

    private record Said(Target target, Evidence evidence) {}

    static Stream<Arguments> corrections() {
        Duration window = Duration.ofSeconds((long) WINDOW);
        World late = UnbiasedTest::late;
        return Stream.of(
                Arguments.of(new ElapsedTime(new ElapsedTime.Settings(ARRIVED)), late),
                Arguments.of(new FeedbackShift(new FeedbackShift.Settings(window, ARRIVED, 20)), late),
                Arguments.of(new DelayModel(new DelayModel.Settings(window, Duration.ofSeconds(90))), late),
                Arguments.of(new FakeNegativeWeighted(), (World) UnbiasedTest::atOnce),
                Arguments.of(new FakeNegativeCalibration(), (World) UnbiasedTest::atOnce),
                Arguments.of(new InverseAsking(new InverseAsking.Settings(20)), (World) UnbiasedTest::asked),
                Arguments.of(new InverseAnswering(new InverseAnswering.Settings(0.2, 0.6, 20)), (World)
                        UnbiasedTest::answered));
    }

    @ParameterizedTest
    @MethodSource("corrections")
    void shouldAskForNoChangeAtTheTrueRate(LabelCorrection correction, World world) {
        for (double rate : new double[] {0.1, 0.5}) {
            long seed = 4711 + Math.round(100 * rate);
            double[] plain = slope(world, rate, seed, (target, evidence) -> target);
            double[] corrected =
                    slope(world, rate, seed, (target, evidence) -> correction.correct(target, evidence, rate));

            assertThat(Math.abs(corrected[0]))
                    .as("slope at rate %s, seed %d", rate, seed)
                    .isLessThan(ERRORS * corrected[1]);
            assertThat(Math.abs(plain[0]))
                    .as("plain slope at rate %s, seed %d", rate, seed)
                    .isGreaterThan(ERRORS * plain[1]);
        }
    }

    private interface Reading {
        Target read(Target target, Evidence evidence);
    }

    /** Mean over the answers of the slope of their labels' losses by the logit, and its standard error. */
    private static double[] slope(World world, double rate, long seed, Reading reading) {
        SplittableRandom random = new SplittableRandom(seed);
        double sum = 0;
        double squares = 0;
        for (int i = 0; i < ANSWERS; i++) {
            double[] slope = new double[1];
            world.answer(random.nextDouble() < rate, random, said -> {
                Target target = reading.read(said.target(), said.evidence());
                slope[0] += target.weight() * (rate - target.value());
            });
            sum += slope[0];
            squares += slope[0] * slope[0];
        }
        double mean = sum / ANSWERS;
        return new double[] {mean, Math.sqrt((squares / ANSWERS - mean * mean) / ANSWERS)};
    }

    /** Silence when the window closes, and the "yes" whenever it comes; mean delay 90 s. */
    private static void late(boolean yes, SplittableRandom random, Consumer<Said> out) {
        double delay = -90 * Math.log(1 - random.nextDouble());
        if (!yes || delay > WINDOW) {
            out.accept(new Said(Known.NO, Known.silence(WINDOW)));
        }
        if (yes) {
            out.accept(new Said(Known.YES, Known.said(delay)));
        }
    }

    /** Silence at once, and the "yes" whenever it comes. */
    private static void atOnce(boolean yes, SplittableRandom random, Consumer<Said> out) {
        out.accept(new Said(Known.NO, Known.silence(0)));
        if (yes) {
            out.accept(new Said(Known.YES, Known.said(random.nextDouble(1, 1000))));
        }
    }

    /** Of those who approve one in twelve is asked, of the others one in two, as when the doubtful answers are asked about. */
    private static void asked(boolean yes, SplittableRandom random, Consumer<Said> out) {
        double propensity = yes ? 1.0 / 12 : 0.5;
        if (random.nextDouble() < propensity) {
            out.accept(new Said(yes ? Known.YES : Known.NO, Known.asked(propensity)));
        }
    }

    /** Of those who approve one in five answers, of the others three. */
    private static void answered(boolean yes, SplittableRandom random, Consumer<Said> out) {
        if (random.nextDouble() < (yes ? 0.2 : 0.6)) {
            out.accept(new Said(yes ? Known.YES : Known.NO, Known.said(5)));
        }
    }
}
