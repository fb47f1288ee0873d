package io.thumbstream.launcher.result;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.thumbstream.lab.report.Curve;
import io.thumbstream.lab.report.Figure;
import io.thumbstream.lab.report.Figures;
import io.thumbstream.lab.report.Interval;
import io.thumbstream.lab.report.PairedRule;
import io.thumbstream.lab.report.PairedRule.Verdict;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ResultFolderTest {
    private static final String PAR = "reward transform par";
    private static final String CENTRE = "reward transform centre";

    private final Path home;
    private final ResultFolder folder;

    ResultFolderTest(@TempDir Path home) {
        this.home = home.resolve("results");
        this.folder = new ResultFolder(this.home);
    }

    @Test
    void shouldWriteThePageItsFiguresItsCurveAndItsEntry() throws IOException {
        folder.write(result("bounded", Verdict.REPRODUCED));

        assertThat(home.resolve("bounded.md")).content().contains("`par` (reward transform in `new`): ");
        assertThat(home.resolve("bounded/figures.json")).content().contains("\"name\" : \"gold\"");
        assertThat(home.resolve("bounded/gold.png")).isNotEmptyFile();
        assertThat(ResultIndex.read(home).entries())
                .containsExactly(new ResultIndex.Entry(
                        "bounded",
                        Verdict.REPRODUCED,
                        List.of(1L, 2L),
                        "thumbstream 1 (abc)",
                        List.of(PAR),
                        "final-gold",
                        new ResultIndex.Difference(0.25, 0.5, 0.75)));
    }

    @Test
    void shouldWriteTheSameBytesForTheSameResult() throws IOException {
        folder.write(result("bounded", Verdict.REPRODUCED));
        List<String> first = texts();
        folder.write(result("bounded", Verdict.REPRODUCED));

        assertThat(texts()).isEqualTo(first);
    }

    @Test
    void shouldReplaceWhatTheSameExperimentWroteAndNothingElse() throws IOException {
        folder.write(result("second", Verdict.REPRODUCED));
        folder.write(result("first", Verdict.REPRODUCED));
        String other = Files.readString(home.resolve("second.md"));
        folder.write(result("first", Verdict.INCONCLUSIVE));

        assertThat(Files.readString(home.resolve("second.md"))).isEqualTo(other);
        assertThat(home.resolve("first.md")).content().contains("**Inconclusive**");
        assertThat(ResultIndex.read(home).entries())
                .extracting(ResultIndex.Entry::page)
                .containsExactly("first.md (inconclusive)", "second.md");
    }

    /** Whoever began to read goes on in the old file, because the new one takes its place and is not written over it. */
    @Test
    void shouldPutAWholePageInPlaceOfTheOld() throws IOException {
        folder.write(result("bounded", Verdict.REPRODUCED));
        String before = Files.readString(home.resolve("bounded.md"));

        try (InputStream old = Files.newInputStream(home.resolve("bounded.md"))) {
            folder.write(result("bounded", Verdict.INCONCLUSIVE));
            assertThat(new String(old.readAllBytes(), StandardCharsets.UTF_8)).isEqualTo(before);
        }
        assertThat(home.resolve("bounded.md")).content().contains("**Inconclusive**");
    }

    @Test
    void shouldLeaveAPageAloneThatItDidNotMake() throws IOException {
        Files.createDirectories(home);
        Path page = Files.writeString(home.resolve("bounded.md"), "# By hand\n");

        assertThatThrownBy(() -> folder.write(result("bounded", Verdict.REPRODUCED)))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("bounded.md is not a page of experiment bounded");
        assertThat(page).hasContent("# By hand\n");
        assertThat(home.resolve("bounded")).doesNotExist();
    }

    private List<String> texts() throws IOException {
        return List.of(
                Files.readString(home.resolve("bounded.md")),
                Files.readString(home.resolve("bounded/figures.json")),
                Files.readString(home.resolve("experiments.json")));
    }

    private static Result result(String id, Verdict verdict) {
        Interval difference = new Interval(0.5, 0.25, 0.75, 2);
        return new Result(
                new Result.Question(
                        id,
                        "Does it help?",
                        "A paper",
                        new Result.Claimed(
                                "new",
                                "old",
                                new PairedRule(PairedRule.Kind.BETTER, 0),
                                new Result.Measure("final-gold", "worth", false)),
                        new ExperimentFile("title: Does it help?\narms: {old: {}, new: {}}\n")),
                new Result.Outcome(verdict, difference, List.of(1L, 2L), 0, "thumbstream 1 (abc)"),
                List.of(
                        new Result.Arm("old", difference, Optional.empty(), Set.of(CENTRE)),
                        new Result.Arm("new", difference, Optional.of(difference), Set.of(CENTRE, PAR))),
                new Figures(List.of(Figure.of("gold", 0.5, "worth"))),
                List.of(new Curve(
                        "gold",
                        "Worth",
                        "steps",
                        "worth",
                        false,
                        List.of(new Curve.Line("new", List.of(0.0, 1.0), List.of(0.25, 0.5))))));
    }
}
