package io.thumbstream.launcher.command;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.Device;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.thumbstream.lab.pretrain.SupportModel;
import io.thumbstream.lab.pretrain.SupportPretraining;
import io.thumbstream.launcher.Thumbstream;
import io.thumbstream.launcher.console.ExitCodes;
import io.thumbstream.launcher.up.Screen;
import io.thumbstream.model.checkpoint.Digests;
import io.thumbstream.model.lm.CausalLm;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PretrainCommandTest {
    private static final ObjectMapper JSON = new ObjectMapper();

    @TempDir
    Path directory = Path.of("set by the test framework");

    private final StringWriter out = new StringWriter();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();

    @Test
    void shouldWriteALoadableModelAndRefuseTheCheckWhenOnlyTwoStepsAreDone() throws IOException {
        Path model = directory.resolve("model");

        int code = pretrain(
                "--output-dir",
                model.toString(),
                "--steps",
                "2",
                "--seed",
                "5",
                "--threads",
                "1",
                "--check",
                "--output",
                "json");

        assertThat(code).as("stderr: %s", err.toString(StandardCharsets.UTF_8)).isEqualTo(ExitCodes.REFUSED);
        JsonNode recipe = JSON.readTree(Files.readAllBytes(model.resolve(SupportPretraining.RECIPE_FILE)));
        assertThat(recipe.path("steps").asInt()).isEqualTo(2);
        assertThat(recipe.path("recipe").path("modelSeed").asLong()).isEqualTo(5);
        assertThat(recipe.path("weightsDigest").asText()).isEqualTo(Digests.ofFile(model.resolve(CausalLm.WEIGHTS)));
        try (CausalLm loaded = CausalLm.load(model, Device.cpu())) {
            assertThat(loaded.parameters().size())
                    .isEqualTo(figure("pretrain-parameters").path("value").asLong());
        }
        assertThat(figure("pretrain-steps").path("value").asInt()).isEqualTo(2);
        assertThat(figure("pretrain-threads").path("value").asInt()).isEqualTo(1);
        assertThat(figure("pretrain-loss").path("value").asDouble()).isBetween(5.0, 7.5); // ln(1024) = 6.9 at the start
        assertThat(figure("shipped-weights-reproduced").path("met").asBoolean(true))
                .isFalse();
        assertThat(err.toString(StandardCharsets.UTF_8))
                .contains("1 native threads")
                .contains(SupportModel.recordedDigest());
    }

    @Test
    void shouldTouchNothingWhenTheDirectoryIsNotEmpty() throws IOException {
        Path kept = Files.writeString(directory.resolve("kept.txt"), "precious");

        int code = pretrain("--output-dir", directory.toString(), "--steps", "1");

        assertThat(code).isEqualTo(ExitCodes.USAGE);
        assertThat(err.toString(StandardCharsets.UTF_8)).contains(directory + " is not empty; name a new directory");
        assertThat(Files.readString(kept)).isEqualTo("precious");
        try (var entries = Files.list(directory)) {
            assertThat(entries).containsExactly(kept);
        }
    }

    @Test
    void shouldRefuseWhenTheDirectoryIsAFile() throws IOException {
        Path file = Files.writeString(directory.resolve("file"), "");

        assertThat(pretrain("--output-dir", file.toString())).isEqualTo(ExitCodes.USAGE);
        assertThat(err.toString(StandardCharsets.UTF_8)).contains(file + " is a file; name a new directory");
    }

    @ParameterizedTest
    @CsvSource({
        "--steps, 0, --steps is 0; give at least 1",
        "--steps, many, 'many'",
        "--threads, 0, --threads is 0; give at least 1",
        "--seed, 1.5, '1.5'",
        "--output, xml, xml",
    })
    void shouldSayWhatIsWrongWhenAnOptionIsBad(String option, String value, String message) {
        Path model = directory.resolve("model");

        assertThat(pretrain("--output-dir", model.toString(), option, value)).isEqualTo(ExitCodes.USAGE);
        assertThat(err.toString(StandardCharsets.UTF_8)).contains(message);
        assertThat(model).doesNotExist();
    }

    private int pretrain(String... options) {
        String[] arguments = new String[options.length + 1];
        arguments[0] = "pretrain";
        System.arraycopy(options, 0, arguments, 1, options.length);
        return Thumbstream.run(new PrintWriter(out, true), new Screen(err, false), arguments);
    }

    private JsonNode figure(String name) throws IOException {
        String last = out.toString().lines().reduce((first, second) -> second).orElse("");
        for (JsonNode figure : JSON.readTree(last).path("figures")) {
            if (figure.path("name").asText().equals(name)) {
                return figure;
            }
        }
        throw new AssertionError("no figure " + name + " in " + last);
    }
}
