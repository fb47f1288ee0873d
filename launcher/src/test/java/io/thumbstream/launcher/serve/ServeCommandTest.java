package io.thumbstream.launcher.serve;

import static org.assertj.core.api.Assertions.assertThat;

import io.thumbstream.launcher.Thumbstream;
import io.thumbstream.launcher.up.DataDirectory;
import io.thumbstream.launcher.up.Screen;
import java.io.ByteArrayOutputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ServeCommandTest {
    private final ByteArrayOutputStream talk = new ByteArrayOutputStream();
    private final Path directory;

    ServeCommandTest(@TempDir Path directory) {
        this.directory = directory;
    }

    @Test
    void shouldListThePartsWhenThereIsNoSuchPart() {
        assertThat(run("serve", "lerner")).isEqualTo(2);
        assertThat(said()).contains("lerner").containsIgnoringCase("generator");
    }

    @Test
    void shouldAskForBrokersWhenNoneAreNamed() {
        assertThat(run("serve", "gateway", "--data-dir", directory.toString())).isEqualTo(2);
        assertThat(said()).contains("kafka.bootstrap-servers").contains("kafka.schema-registry-url");
    }

    @Test
    void shouldUnderstandHowFarAClockIsAhead() {
        assertThat(run("serve", "gateway", "--clock-ahead", "PT55M", "--data-dir", directory.toString()))
                .isEqualTo(2);
        assertThat(said()).contains("kafka.bootstrap-servers").doesNotContain("--clock-ahead");
        assertThat(run("serve", "gateway", "--clock-ahead", "soon")).isEqualTo(2);
        assertThat(said()).contains("--clock-ahead").contains("soon");
    }

    @Test
    void shouldRefuseAPartThatRunsAlready() {
        try (DataDirectory held = DataDirectory.openPart(directory, "gateway")) {
            assertThat(run("serve", "gateway", "--data-dir", held.path().toString()))
                    .isEqualTo(2);
            assertThat(said()).contains("is in use by another thumbstream");
        }
    }

    private int run(String... arguments) {
        return Thumbstream.run(new PrintWriter(new StringWriter()), new Screen(talk, false), arguments);
    }

    private String said() {
        return talk.toString(StandardCharsets.UTF_8);
    }
}
