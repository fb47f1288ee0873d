package io.thumbstream.launcher.result;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.thumbstream.launcher.console.Progress;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ArmRunsTest {
    private final List<String> ran = new ArrayList<>();
    private final List<String> shown = new ArrayList<>();
    private final Path home;

    ArmRunsTest(@TempDir Path home) {
        this.home = home;
    }

    /** A word under {@code word}. */
    private record WordForm(int number) implements ResultStore.Form<String> {
        @Override
        public void write(String result, ObjectNode file) {
            file.put("word", result);
        }

        @Override
        public String read(JsonNode file) {
            return file.path("word").asText();
        }
    }

    private final class Shown implements Progress {
        @Override
        public void phase(String name, long total) {
            shown.add(name + " of " + total);
        }

        @Override
        public void done(long count) {
            shown.add(Long.toString(count));
        }

        @Override
        public void close() {}
    }

    @Test
    void shouldRunSeedAfterSeedAndReadWhatIsDone() throws IOException {
        Map<String, List<String>> first = runs("key").results(List.of(1L, 2L), new Shown());

        assertThat(ran).containsExactly("seed 1", "1 of x", "1 of y", "seed 2", "2 of x", "2 of y");
        assertThat(shown).containsExactly("words, arms and seeds of 4", "1", "2", "3", "4");
        assertThat(first.keySet()).containsExactly("a", "b");
        assertThat(first)
                .containsEntry("a", List.of("1 of x", "2 of x"))
                .containsEntry("b", List.of("1 of y", "2 of y"));
        ran.clear();

        Map<String, List<String>> again = runs("key").results(List.of(2L, 3L), new Shown());
        assertThat(ran).containsExactly("seed 2", "seed 3", "3 of x", "3 of y");
        assertThat(again).containsEntry("a", List.of("2 of x", "3 of x"));
    }

    @Test
    void shouldReplaceWhatAnotherKeyOrFormLeft() throws IOException {
        ResultStore<String> store = new ResultStore<>(home, "key", new WordForm(1));
        store.save("name", "word");

        assertThat(store.find("name")).contains("word");
        assertThat(store.find("other")).isEmpty();
        assertThat(new ResultStore<>(home, "another", new WordForm(1)).find("name"))
                .isEmpty();
        assertThat(new ResultStore<>(home, "key", new WordForm(2)).find("name")).isEmpty();
        new ResultStore<>(home, "another", new WordForm(1)).save("name", "later");
        assertThat(store.find("name")).isEmpty();
        assertThat(files()).containsExactly("name.json");
    }

    @Test
    void shouldNameTheFileAndTheRemedyWhenWhatIsKeptIsDamaged() throws IOException {
        ResultStore<String> store = new ResultStore<>(home, "key", new WordForm(1));
        store.save("name", "word");
        Path file = home.resolve("name.json");
        Files.writeString(file, Files.readString(file).replace("}", ""));

        assertThatThrownBy(() -> store.find("name"))
                .isInstanceOf(IOException.class)
                .hasMessageStartingWith(file + " is damaged (")
                .hasMessageEndingWith("; remove it, so that its run is made again")
                .hasMessageNotContaining("\n");
    }

    @Test
    void shouldKeepWhatAnotherKeyLeftWhereAsked() throws IOException {
        ResultStore<String> store = new ResultStore<>(home, "key", new WordForm(1)).besideOthers();
        store.save("name", "word");
        new ResultStore<>(home, "another", new WordForm(1)).besideOthers().save("name", "later");

        assertThat(store.find("name")).contains("word");
        assertThat(files()).hasSize(2).allMatch(file -> file.matches("name-[0-9a-f]{12}\\.json"));
    }

    private ArmRuns<String, String> runs(String key) {
        Map<String, String> arms = new LinkedHashMap<>();
        arms.put("a", "x");
        arms.put("b", "y");
        return new ArmRuns<String, String>(
                "words", arms, unused -> new ResultStore<>(home, key, new WordForm(1)), this::ofSeed);
    }

    private ArmRuns.SeedRun<String, String> ofSeed(long seed) {
        ran.add("seed " + seed);
        return arm -> {
            ran.add(seed + " of " + arm);
            return seed + " of " + arm;
        };
    }

    private List<String> files() throws IOException {
        try (Stream<Path> files = Files.list(home)) {
            return files.map(file -> String.valueOf(file.getFileName())).toList();
        }
    }
}
