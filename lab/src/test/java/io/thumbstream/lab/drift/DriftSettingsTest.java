package io.thumbstream.lab.drift;

import static org.assertj.core.api.Assertions.assertThat;

import io.thumbstream.runtime.catalog.TechniqueChoice;
import io.thumbstream.runtime.config.testing.SettingsContract;
import org.junit.jupiter.api.Test;

class DriftSettingsTest {
    private final SettingsContract<DriftSettings> contract = SettingsContract.of(DriftSettings.defaults());

    @Test
    void shouldSurviveARoundTripAndRefuseWhatItDoesNotKnow() {
        contract.roundTrips()
                .refuses("signal: {}", "signal is not a known key")
                .refuses("signals: {group: 5}", "signals.group is not a known key")
                .refuses("signals: {groups: 1}", "signals: groups is 1; give at least 2")
                .refuses("interval: 0s", "give at least a millisecond");
    }

    @Test
    void shouldNameEveryMonitorThatIsChosen() {
        assertThat(DriftSettings.defaults().monitors())
                .extracting(TechniqueChoice::name)
                .containsExactly("page-hinkley", "page-hinkley", "two-windows", "page-hinkley", "page-hinkley");
    }
}
