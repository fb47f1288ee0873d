package io.thumbstream.launcher.result;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.thumbstream.lab.report.PairedRule.Verdict;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ResultIndexTest {
    private static final String PAR = "reward transform par";

    private final Path home;

    ResultIndexTest(@TempDir Path home) {
        this.home = home;
    }

    @Test
    void shouldBeEmptyWithoutAFile() throws IOException {
        assertThat(ResultIndex.read(home).entries()).isEmpty();
        assertThat(ResultIndex.read(home).pages()).isEmpty();
    }

    @Test
    void shouldKeepEntriesByIdAndReplaceOne() throws IOException {
        ResultIndex index = new ResultIndex(List.of())
                .with(entry("b", Verdict.REPRODUCED, 0.5))
                .with(entry("a", Verdict.NOT_REPRODUCED, -0.5))
                .with(entry("b", Verdict.INCONCLUSIVE, Double.NaN));
        index.writeTo(home);

        assertThat(ResultIndex.read(home)).isEqualTo(index);
        assertThat(index.entries()).extracting(ResultIndex.Entry::id).containsExactly("a", "b");
        assertThat(home.resolve(ResultIndex.FILE))
                .content()
                .contains("\"verdict\" : \"not reproduced\"", "\"mean\" : -0.5", "\"mean\" : null")
                .endsWith("}\n");
        assertThat(home).isDirectoryNotContaining("glob:**/.*");
    }

    @Test
    void shouldNamePagesByTechniqueWithVerdictsThatAreNotReproduced() {
        ResultIndex index = new ResultIndex(List.of(
                entry("b", Verdict.REPRODUCED, 0.5),
                entry("a", Verdict.NOT_REPRODUCED, -0.5),
                entry("c", Verdict.INCONCLUSIVE, 0)));

        assertThat(index.pages()).containsOnlyKeys(PAR);
        assertThat(index.pages().getOrDefault(PAR, List.of()))
                .containsExactly("a.md (not reproduced)", "b.md", "c.md (inconclusive)");
    }

    @Test
    void shouldSayWhatIsWrongWithAFile() throws IOException {
        Files.writeString(
                home.resolve(ResultIndex.FILE), "{\"experiments\": [{\"id\": \"a\", \"verdict\": \"maybe\"}]}");
        assertThatThrownBy(() -> ResultIndex.read(home))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("experiments.json is no index of experiments")
                .hasMessageContaining("'maybe'");
    }

    private static ResultIndex.Entry entry(String id, Verdict verdict, double mean) {
        return new ResultIndex.Entry(
                id,
                verdict,
                List.of(1L, 2L),
                "thumbstream 1 (abc)",
                List.of(PAR),
                "final-gold",
                new ResultIndex.Difference(mean - 0.25, mean, mean + 0.25));
    }
}
