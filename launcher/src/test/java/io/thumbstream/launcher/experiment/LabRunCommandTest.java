package io.thumbstream.launcher.experiment;

import static org.assertj.core.api.Assertions.assertThat;

import io.thumbstream.launcher.Thumbstream;
import io.thumbstream.launcher.up.Screen;
import java.io.ByteArrayOutputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

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
