package io.thumbstream.lab.drift.signal;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.thumbstream.runtime.catalog.TechniqueChoice;
import io.thumbstream.runtime.config.testing.SettingsContract;
import java.util.List;
import org.junit.jupiter.api.Test;

class SignalSettingsTest {
    private final SettingsContract<SignalSettings> contract = SettingsContract.of(SignalSettings.defaults());

    @Test
    void shouldBindEveryKey() {
        TechniqueChoice monitor = new TechniqueChoice(
                "two-windows", JsonNodeFactory.instance.objectNode().put("window", 30));
        contract.roundTrips()
                .maps(
                        """
                        measures: [equal-groups, label-slope]
                        watch: [{measure: label-slope, monitor: {name: two-windows, window: 30}}]
                        groups: 50
                        answers: 100
                        labels: 60
                        versions: 8
                        bucket: 10
                        run: 3
                        """,
                        new SignalSettings(
                                List.of(Measure.EQUAL_GROUPS, Measure.LABEL_SLOPE),
                                List.of(new WatchedMeasure(Measure.LABEL_SLOPE, monitor)),
                                50,
                                100,
                                60,
                                8,
                                10,
                                3));
    }

    @Test
    void shouldRefuseWhatIsOutOfRange() {
        contract.refuses("groups: 1", "groups is 1; give at least 2")
                .refuses("answers: 19", "answers is 19; give at least 20")
                .refuses("labels: 9", "labels is 9; give at least 10")
                .refuses("versions: 3", "versions is 3; give at least 4")
                .refuses("bucket: 0", "bucket is 0; give at least 1")
                .refuses("run: 0", "run is 0; give at least 1")
                .refuses("run: 9", "run is 9; give 1 to 8");
    }

    @Test
    void shouldRefuseNamesThatAreNotThereOrStandTwice() {
        contract.refuses("measures: [equal-group]", "expects one of reward-variance")
                .refuses("mesures: []", "mesures is not a known key")
                .refuses("measures: [label-slope, label-slope]", "repeat one")
                .refuses(
                        "watch: [{measure: label-slope, monitor: two-windows}, {measure: label-slope, monitor: two-windows}]",
                        "repeats a measure");
    }

    @Test
    void shouldRefuseToWatchWhatIsNotMeasured() {
        contract.refuses("measures: [label-slope]", "names what is not among measures [label-slope]");
    }
}
