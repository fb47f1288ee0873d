package io.thumbstream.generator.explore;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.thumbstream.model.sample.SamplingSettings;
import io.thumbstream.runtime.random.SeededRandom;
import java.util.List;
import org.junit.jupiter.api.Test;

class TemperatureLadderTest {
    @Test
    void shouldSpreadUnseenAnswersGeometricallyWhenSomeAreDisplayed() {
        TemperatureLadder ladder = new TemperatureLadder(new TemperatureLadder.Settings(0.5, 2));

        List<Draw> draws = ladder.plan(request(4, 1));

        assertThat(draws.stream().map(d -> d.sampling().temperature()))
                .usingElementComparator((a, b) -> Math.abs(a - b) < 1e-12 ? 0 : Double.compare(a, b))
                .containsExactly(1.0, 0.5, 1.0, 2.0);
        assertThat(draws.stream().map(Draw::arm)).containsExactly("", "ladder-0", "ladder-1", "ladder-2");
    }

    @Test
    void shouldTakeTheGeometricMeanWhenOneAnswerIsUnseen() {
        TemperatureLadder ladder = new TemperatureLadder(new TemperatureLadder.Settings(0.5, 8));

        assertThat(ladder.plan(request(2, 1)).get(1).sampling().temperature()).isCloseTo(2, within(1e-12));
    }

    @Test
    void shouldRefuseTheSettingsWhenTheLadderIsUpsideDown() {
        assertThatThrownBy(() -> new TemperatureLadder.Settings(2, 1)).hasMessageContaining("low is 2.0");
    }

    private static ExploreRequest request(int size, int displayed) {
        return new ExploreRequest(size, displayed, SamplingSettings.plain(5), new SeededRandom(1));
    }
}
