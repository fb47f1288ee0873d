package io.thumbstream.launcher.trial;

import static org.assertj.core.api.Assertions.assertThat;

import io.thumbstream.launcher.Thumbstream;
import io.thumbstream.launcher.up.Screen;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Files of recipes that the command line refuses before anything runs. */
class TournamentCommandTest {
    private static final int WRONG_USE = 2;

    @TempDir
    Path directory = Path.of("set by the test framework");

    @Test
    void shouldNameTheFileOfRecipesThatIsNotThere() {
        assertThat(refusal(directory.resolve("none.yaml"))).contains("none.yaml, which is not there");
    }

    @Test
    void shouldAskForAFileWhereADirectoryIsGiven() {
        assertThat(refusal(directory)).contains(directory + ", which cannot be read as a file", "give a YAML file");
    }

    @Test
    void shouldSayWhatIsWrongWithTheYaml() throws IOException {
        Path file = Files.writeString(directory.resolve("wrong.yaml"), "a: {b: [}");

        assertThat(refusal(file)).contains("wrong.yaml, which is no YAML: ");
    }

    private String refusal(Path recipes) {
        ByteArrayOutputStream talk = new ByteArrayOutputStream();
        int code = Thumbstream.run(
                new PrintWriter(new StringWriter()),
                new Screen(talk, false),
                "lab",
                "tournament",
                "--recipes",
                recipes.toString(),
                "--data-dir",
                directory.resolve("data").toString());
        assertThat(code).isEqualTo(WRONG_USE);
        return talk.toString(StandardCharsets.UTF_8);
    }
}
