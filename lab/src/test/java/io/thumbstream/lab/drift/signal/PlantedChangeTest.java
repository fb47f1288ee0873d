package io.thumbstream.lab.drift.signal;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.thumbstream.lab.drift.monitor.DriftState;
import io.thumbstream.lab.prequential.Prediction;
import io.thumbstream.runtime.catalog.TechniqueChoice;
import io.thumbstream.runtime.random.SeededRandom;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Every measure with a monitor: calm over 1,000 groups of a steady world on 3 seeds, in alarm after the change that it is there for.
 *
 * <p>A monitor tolerates a shift of one unit, which is at least the deviation of the numbers in the steady world, and sounds at a sum of
 * 20; the planted changes are at least three units.
 */
class PlantedChangeTest {
    private static final int GROUPS = 1000;
    private static final int WINDOW = 40;

    @ParameterizedTest
    @EnumSource(Measure.class)
    void shouldStayCalmUntilTheWorldChangesAndNoticeItThen(Measure measure) {
        for (long seed = 1; seed <= 3; seed++) {
            SignalBoard board = new SignalBoard(settings(measure));
            PlantedWorld world = new PlantedWorld(measure, new SeededRandom(seed));
            run(board, world, false);
            DriftState calm = change(board);
            assertThat(calm.samples()).as("%s, seed %d", measure, seed).isGreaterThan(90);
            assertThat(calm.alarms())
                    .as("%s, false alarms, seed %d", measure, seed)
                    .isZero();

            run(board, world, true);
            assertThat(change(board).alarms())
                    .as("%s, alarms, seed %d", measure, seed)
                    .isOne();
            assertThat(board.states().get(0).value())
                    .as("%s, seed %d", measure, seed)
                    .isFinite();
        }
    }

    private static void run(SignalBoard board, PlantedWorld world, boolean changed) {
        for (int i = 0; i < GROUPS; i++) {
            board.group(world.group(changed));
            for (Prediction prediction : world.predictions(changed)) {
                board.prediction(prediction);
            }
        }
    }

    private static DriftState change(SignalBoard board) {
        assertThat(board.states()).hasSize(1);
        return board.states().get(0).change().orElseThrow();
    }

    private static SignalSettings settings(Measure measure) {
        double unit = unit(measure);
        ObjectNode monitor = JsonNodeFactory.instance
                .objectNode()
                .put("delta", unit)
                .put("threshold", 20 * unit)
                .put("warm-up", 5)
                .put("hold", 1_000_000);
        return new SignalSettings(
                List.of(measure),
                List.of(new WatchedMeasure(measure, new TechniqueChoice("page-hinkley", monitor))),
                10,
                WINDOW,
                WINDOW,
                4,
                20,
                2);
    }

    private static double unit(Measure measure) {
        return switch (measure) {
            case REWARD_VARIANCE -> 0.15;
            case WHITENED_VARIANCE, MEMBER_DISAGREEMENT -> 0.05;
            case EQUAL_GROUPS -> 0.25;
            case SAMPLED_ENTROPY, DISTINCT_ANSWERS, VERSION_OSCILLATION, LENGTH_CORRELATION, SCORE_ENERGY -> 0.2;
            case SCORE_GAIN, NON_LENGTH_GAIN, CALIBRATION_ERROR -> 0.1;
            case LABEL_SLOPE, LABEL_SLOPE_LOW -> 0.3;
            case PATTERN_EXCESS -> 0.4;
        };
    }
}
