package io.thumbstream.learner.correct;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What holds for every entry of the catalogue. */
class LabelCorrectionContractTest {
    private static final long SEED = 20260917;

    static Stream<String> names() {
        return LabelCorrections.CATALOG.names().stream();
    }

    @ParameterizedTest
    @MethodSource("names")
    void shouldGiveFiniteTargetsAndTheSameOnesAgain(String name) {
        LabelCorrection correction = LabelCorrections.CATALOG.create(name);
        SplittableRandom random = new SplittableRandom(SEED);
        for (int i = 0; i < 1000; i++) {
            double estimate = Math.min(1 - 1e-6, Math.max(1e-6, random.nextDouble(-0.2, 1.2)));
            boolean silent = correction.readsSilence() && random.nextBoolean();
            Target target = silent ? Known.NO : Target.of(random.nextDouble(), random.nextDouble(0, 5));
            Evidence evidence =
                    new Evidence(FeedbackKind.THUMB, silent, random.nextDouble(0, 1e5), 1 - random.nextDouble());

            Target corrected = correction.correct(target, evidence, estimate);

            assertThat(corrected).as("seed %d", SEED).isEqualTo(correction.correct(target, evidence, estimate));
            assertThat(corrected.weight()).as("seed %d", SEED).isBetween(0.0, 5.0 * 20);
        }
    }

    @ParameterizedTest
    @MethodSource("names")
    void shouldScaleWithTheWeightOfTheLabel(String name) {
        LabelCorrection correction = LabelCorrections.CATALOG.create(name);
        Evidence evidence = Known.said(3);

        Target light = correction.correct(Target.of(1, 1), evidence, 0.4);
        Target heavy = correction.correct(Target.of(1, 7), evidence, 0.4);

        assertThat(heavy.value()).isEqualTo(light.value());
        assertThat(heavy.weight()).isEqualTo(7 * light.weight());
        assertThat(correction.correct(Target.of(1, 0), evidence, 0.4).weight()).isZero();
    }

    @ParameterizedTest
    @MethodSource("names")
    void shouldSayWhatItNeeds(String name) {
        assertThat(LabelCorrections.CATALOG.create(name).needs()).isNotEmpty();
    }
}
