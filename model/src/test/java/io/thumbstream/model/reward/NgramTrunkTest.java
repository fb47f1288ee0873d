package io.thumbstream.model.reward;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.thumbstream.model.checkpoint.TensorSource;
import io.thumbstream.model.lm.FeatureDropout;
import io.thumbstream.model.ngram.FeatureFamily;
import io.thumbstream.model.ngram.NgramEncoder;
import io.thumbstream.model.ngram.NgramSettings;
import io.thumbstream.model.ngram.SparseFeatures;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NgramTrunkTest {
    private static final ScoreInput INPUT = new ScoreInput("Where is order 539?", "Got it, order 539.");
    private static final double[][] GRADIENT = {{0.5, -0.25}};
    private static final AdaGradSettings STEPS = new AdaGradSettings(0.05, 0.3, 0.4, 0.2, 0.1, 0.5, 0.02, 0.25);

    @Test
    void shouldScoreWithTheMeanOfTheWeightsWhenFewUpdatesWereTaken() {
        try (RewardTrunk trunk = trunk(STEPS)) {
            update(trunk, GRADIENT);
            assertThat(trunk.scores(List.of(INPUT))[0][0]).isCloseTo(step(0.5), within(1e-6));
            assertThat(trunk.scores(List.of(INPUT))[0][1]).isCloseTo(step(-0.25), within(1e-6));

            update(trunk, GRADIENT);
            double newest = newest(trunk);
            assertThat(newest).isLessThan(step(0.5));
            assertThat(trunk.scores(List.of(INPUT))[0][0]).isCloseTo((step(0.5) + newest) / 2, within(1e-6));
        }
    }

    @Test
    void shouldMoveTheAverageByItsShareWhenManyUpdatesWereTaken() {
        try (RewardTrunk trunk = trunk(STEPS)) {
            for (int i = 0; i < 6; i++) {
                update(trunk, GRADIENT);
            }
            double before = trunk.scores(List.of(INPUT))[0][0];
            update(trunk, GRADIENT);

            // a quarter per input is more than the seventh that the plain mean would give
            assertThat(trunk.scores(List.of(INPUT))[0][0])
                    .isCloseTo(before + 0.25 * (newest(trunk) - before), within(1e-6));
        }
    }

    @Test
    void shouldStepAsAtFirstAndAverageAnewWhenRestarted() {
        try (RewardTrunk trunk = trunk(STEPS)) {
            for (int i = 0; i < 6; i++) {
                update(trunk, GRADIENT);
            }
            double before = newest(trunk);
            trunk.restart();
            update(trunk, GRADIENT);

            assertThat(newest(trunk)).isCloseTo(before + step(0.5), within(1e-5));
            assertThat(trunk.scores(List.of(INPUT))[0][0]).isCloseTo(newest(trunk), within(1e-6));
        }
    }

    @Test
    void shouldScoreWithTheNewestWeightsWhenNothingIsAveraged() {
        try (RewardTrunk trunk = trunk(new AdaGradSettings(0.05, 0.3, 0.4, 0.2, 0.1, 0.5, 0.02, 1))) {
            update(trunk, GRADIENT);

            assertThat(trunk.scores(List.of(INPUT))[0][0]).isCloseTo(step(0.5), within(1e-6));
        }
    }

    @Test
    void shouldChangeNothingWhenTheGradientIsZeroOrNotFinite() {
        try (RewardTrunk trunk = trunk(STEPS)) {
            update(trunk, GRADIENT);
            double before = trunk.scores(List.of(INPUT))[0][0];

            try (RewardTrunk.Pass pass = trunk.forward(List.of(INPUT))) {
                assertThat(pass.update(new double[][] {{0, 0}})).isTrue();
                assertThat(pass.update(new double[][] {{Double.NaN, 0}})).isFalse();
            }
            assertThat(trunk.scores(List.of(INPUT))[0][0]).isEqualTo(before);
        }
    }

    @Test
    void shouldGoOnBitForBitWhenSavedAndLoaded(@TempDir Path directory) throws IOException {
        try (RewardTrunk trunk = trunk(STEPS)) {
            update(trunk, GRADIENT);
            update(trunk, GRADIENT);
            RewardModelFiles.save(trunk, directory);
            trunk.saveOptimizer(directory.resolve("optimizer.safetensors"));
            try (RewardTrunk loaded = RewardModelFiles.load(directory)) {
                assertThat(loaded.scores(List.of(INPUT))).isDeepEqualTo(trunk.scores(List.of(INPUT)));
                loaded.loadOptimizer(directory.resolve("optimizer.safetensors"));
                update(trunk, GRADIENT);
                update(loaded, GRADIENT);
                assertThat(loaded.scores(List.of(INPUT))).isDeepEqualTo(trunk.scores(List.of(INPUT)));
            }
        }
    }

    @Test
    void shouldLearnAsAtFirstWhenItBeginsAnew() {
        try (RewardTrunk trunk = trunk(STEPS);
                RewardTrunk twin = trunk(STEPS)) {
            Map<String, ? extends TensorSource> first = trunk.weights();
            for (int i = 0; i < 3; i++) {
                update(trunk, GRADIENT);
            }

            assertThat(trunk.beginsAnew()).isTrue();
            trunk.begin(first);

            assertThat(trunk.scores(List.of(INPUT))).isDeepEqualTo(twin.scores(List.of(INPUT)));
            for (int i = 0; i < 2; i++) {
                update(trunk, GRADIENT);
                update(twin, GRADIENT);
                assertThat(trunk.scores(List.of(INPUT))).isDeepEqualTo(twin.scores(List.of(INPUT)));
            }
            assertThatThrownBy(() -> trunk.begin(Map.of()))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("another trunk");
        }
    }

    @Test
    void shouldRefuseAnAverageThatNeverMoves() {
        assertThatThrownBy(() -> new AdaGradSettings(0.05, 0.3, 0.4, 0.2, 0.1, 0.5, 0.02, 0))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("averaging is 0.0; choose a number above 0 and up to 1");
    }

    @Test
    void shouldNameWhatItLacksWhenAskedForViews() {
        try (RewardTrunk trunk = trunk(STEPS)) {
            assertThat(trunk.hasViews()).isFalse();
            assertThatThrownBy(() -> trunk.forwardWithViews(List.of(INPUT), new FeatureDropout(0.1, 1), false))
                    .isInstanceOf(UnsupportedOperationException.class)
                    .hasMessageContaining("A ngram trunk shows no states");
        }
    }

    /** Score after one step from zero, by hand: each feature moves by {@code -rate g / sqrt(0.5 + g^2)} with {@code g = gradient * value}. */
    private static double step(double gradient) {
        SparseFeatures features = new NgramEncoder(NgramSettings.defaults()).encode(INPUT.prompt(), INPUT.response());
        ToDoubleFunction<FeatureFamily> rate = family -> switch (family) {
            case STATISTIC -> 0.05;
            case WORD, WORD_PAIR -> 0.3;
            case COPY -> 0.4;
            case INTERACTION -> 0.2;
            case ANSWER -> 0.1;
        };
        double score = 0;
        for (int i = 0; i < features.size(); i++) {
            double g = gradient * features.value(i);
            score -= features.value(i) * rate.applyAsDouble(features.family(i)) * g / Math.sqrt(0.5 + g * g);
        }
        return score;
    }

    private static double newest(RewardTrunk trunk) {
        try (RewardTrunk.Pass pass = trunk.forward(List.of(INPUT))) {
            return pass.scores()[0][0];
        }
    }

    private static RewardTrunk trunk(AdaGradSettings steps) {
        return RewardTrunks.ngram(new NgramTrunkSettings(NgramSettings.defaults(), steps, 2, 0), 1);
    }

    private static void update(RewardTrunk trunk, double[][] gradient) {
        try (RewardTrunk.Pass pass = trunk.forward(List.of(INPUT))) {
            assertThat(pass.update(gradient)).isTrue();
        }
    }
}
