package io.thumbstream.lab.users;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.thumbstream.lab.tasks.Attribute;
import io.thumbstream.runtime.error.ConfigException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class PreferenceDriftsTest {
    private final ObjectMapper json = new ObjectMapper();

    @ParameterizedTest
    @MethodSource("names")
    void shouldStartWithFirstTasteAndStayBoundedWhateverTheDrift(String name) {
        PreferenceDrift drift = PreferenceDrifts.CATALOG.create(name);
        Tastes.first().weights().forEach((attribute, weight) -> assertThat(
                        drift.at(0).taste().weight(attribute))
                .isCloseTo(weight, within(1e-12)));
        for (long votes = 0; votes < 50_000; votes += 97) {
            Taste taste = drift.at(votes).taste();
            assertThat(taste.weights().values().stream().mapToDouble(Math::abs).sum())
                    .isBetween(0.99, 1.0 + 1e-9);
            assertThat(drift.at(votes)).isEqualTo(drift.at(votes));
        }
    }

    static java.util.List<String> names() {
        return PreferenceDrifts.CATALOG.names();
    }

    @Test
    void shouldTurnOverAtTheVoteWhenFlipIsAbrupt() throws Exception {
        PreferenceDrift drift = PreferenceDrifts.CATALOG.create("abrupt-flip", json.readTree("{\"at-votes\": 10}"));
        assertThat(drift.at(9).taste()).isEqualTo(Tastes.first());
        assertThat(drift.at(10).taste()).isEqualTo(Tastes.second());
    }

    @Test
    void shouldPassTheSecondTasteWhenAQuarterTurnIsDone() throws Exception {
        PreferenceDrift drift =
                PreferenceDrifts.CATALOG.create("slow-rotation", json.readTree("{\"period-votes\": 400}"));
        assertThat(drift.at(100).taste().weight(Attribute.FORMALITY)).isCloseTo(0.28, within(1e-9));
        assertThat(drift.at(200).taste().weight(Attribute.WARMTH)).isCloseTo(-0.26, within(1e-9));
    }

    @Test
    void shouldComeBackWhenDriftRecurs() throws Exception {
        PreferenceDrift drift = PreferenceDrifts.CATALOG.create("recurring", json.readTree("{\"period-votes\": 5}"));
        assertThat(drift.at(4).taste()).isEqualTo(Tastes.first());
        assertThat(drift.at(5).taste()).isEqualTo(Tastes.second());
        assertThat(drift.at(10).taste()).isEqualTo(Tastes.first());
    }

    @Test
    void shouldBringNewKindsOfMessagesWhenTheyAreDue() throws Exception {
        PreferenceDrift drift =
                PreferenceDrifts.CATALOG.create("new-prompts", json.readTree("{\"at-votes\": 3, \"share\": 0.25}"));
        assertThat(drift.at(2).heldOutShare()).isZero();
        assertThat(drift.at(3).heldOutShare()).isEqualTo(0.25);
    }

    @Test
    void shouldRefuseWhenPeriodIsNotPositive() {
        assertThatThrownBy(() -> PreferenceDrifts.CATALOG.create("abrupt-flip", json.readTree("{\"at-votes\": 0}")))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("at-votes is 0");
    }
}
