package io.thumbstream.launcher.bench.models;

import static org.assertj.core.api.Assertions.assertThat;

import io.thumbstream.launcher.Thumbstream;
import io.thumbstream.launcher.up.Screen;
import java.io.ByteArrayOutputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What is refused before anything is measured. */
class ModelBenchCommandTest {
    private final ByteArrayOutputStream talk = new ByteArrayOutputStream();

    @Test
    void shouldRefuseNumbersThatMeasureNothing() {
        assertThat(run("--rounds", "0")).isEqualTo(2);
        assertThat(said()).contains("--rounds is 0; give 1 to 10000");
        assertThat(run("--swaps", "0")).isEqualTo(2);
        assertThat(said()).contains("--swaps is 0; give 1 to 1000000");
        assertThat(run("--threads", "1,257")).isEqualTo(2);
        assertThat(said()).contains("--threads is 257; give 1 to 256");
    }

    @Test
    void shouldNameThePartsWhenOneIsUnknown() {
        assertThat(run("--part", "step,kitchen")).isEqualTo(2);
        assertThat(said()).contains("kitchen").containsIgnoringCase("swap");
    }

    private int run(String... options) {
        List<String> arguments = new ArrayList<>(List.of("bench", "models"));
        arguments.addAll(List.of(options));
        return Thumbstream.run(
                new PrintWriter(new StringWriter()), new Screen(talk, false), arguments.toArray(String[]::new));
    }

    private String said() {
        return talk.toString(StandardCharsets.UTF_8);
    }
}
