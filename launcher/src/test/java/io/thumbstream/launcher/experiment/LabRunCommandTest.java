package io.thumbstream.launcher.experiment;

import static org.assertj.core.api.Assertions.assertThat;

import io.thumbstream.launcher.Thumbstream;
import io.thumbstream.launcher.up.Screen;
import java.io.ByteArrayOutputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LabRunCommandTest {
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();

    @Test
    void shouldListExperimentsWhenTheNameIsUnknown(@TempDir Path data) {
        assertThat(run("lab", "run", "defalt", "--data-dir", data.toString())).isEqualTo(2);
        assertThat(err.toString(StandardCharsets.UTF_8))
                .contains("'defalt'")
                .contains("default, delayed-feedback, firewall")
                .contains("group-baselines", "rater-shift");
    }

    @Test
    void shouldRefuseWhenThereIsNothingToRun(@TempDir Path data) {
        assertThat(run("lab", "run", "default", "--seeds", "0", "--data-dir", data.toString()))
                .isEqualTo(2);
        assertThat(err.toString(StandardCharsets.UTF_8)).contains("--seeds is 0");
    }

    @Test
    void shouldRefuseAnExperimentAndAllTogetherAndNeither(@TempDir Path data) {
        assertThat(run("lab", "run", "rater-shift", "--all", "--data-dir", data.toString()))
                .isEqualTo(2);
        assertThat(err.toString(StandardCharsets.UTF_8)).contains("ID is 'rater-shift' and --all is given");
        assertThat(run("lab", "run", "--data-dir", data.toString())).isEqualTo(2);
        assertThat(err.toString(StandardCharsets.UTF_8)).contains("neither ID nor --all is given");
        assertThat(data).isEmptyDirectory();
    }

    @ParameterizedTest
    @CsvSource({
        "--all --wave 1, both --all and --wave are given",
        "rater-shift --wave 1, and --wave is given; give one of them",
        "--wave 7, no experiment belongs to wave 7",
        "--wave 1 --only policies, give trials or reward-trials",
        "--all --only policies, give trials or reward-trials",
        "--all --report report, --report is for one experiment",
        "rater-shift --only trials, --only chooses among --all",
        "firewall --page pages, and firewall is none",
        "delayed-feedback --page pages, and delayed-feedback is none"
    })
    void shouldRefuseOptionsThatDoNotGoTogether(String arguments, String said, @TempDir Path data) {
        List<String> all = new ArrayList<>(List.of("lab", "run", "--data-dir", data.toString()));
        all.addAll(List.of(arguments.split(" ", -1)));
        assertThat(run(all.toArray(String[]::new))).isEqualTo(2);
        assertThat(err.toString(StandardCharsets.UTF_8)).contains(said);
        assertThat(data).isEmptyDirectory();
    }

    @Test
    void shouldRefuseAnUnknownSettingBeforeAnythingStarts(@TempDir Path data) {
        assertThat(run("lab", "run", "default", "--data-dir", data.toString(), "--set", "users.answer-per-second=3"))
                .isEqualTo(2);
        assertThat(err.toString(StandardCharsets.UTF_8)).contains("did you mean 'answers-per-second'");
        assertThat(data).isEmptyDirectory();
    }

    private int run(String... arguments) {
        return Thumbstream.run(new PrintWriter(new StringWriter()), new Screen(err, false), arguments);
    }
}
