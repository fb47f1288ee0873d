package io.thumbstream.launcher.docs;

import static org.assertj.core.api.Assertions.assertThat;

import io.thumbstream.launcher.result.ResultIndex;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The documents that are made from the code, and what the program says about its techniques, say what the code says.
 *
 * <p>With {@code -Dthumbstream.docs.write=true} they are written first.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS) // the sources are parsed once for all pages
class ReferenceDocsTest {
    static final String COMMAND = "./mvnw -q -Pdocs test -pl launcher -am";

    private static final Path REPOSITORY = Path.of("..").toAbsolutePath().normalize();
    private static final boolean WRITE = Boolean.getBoolean("thumbstream.docs.write");

    private final Javadoc javadoc = new Javadoc(REPOSITORY);
    private final SettingsPages settings = new SettingsPages(javadoc);
    private final SurfacePages surface = new SurfacePages(javadoc);
    private final TechniquePages techniques = new TechniquePages(javadoc, REPOSITORY.resolve("docs/results"));
    private final Map<String, Supplier<String>> pages = Map.of(
            "docs/reference/configuration.md",
            settings::configuration,
            "docs/reference/techniques.md",
            techniques::techniques,
            "docs/reference/topics.md",
            surface::topics,
            "docs/reference/metrics.md",
            surface::metrics,
            "docs/reference/cli.md",
            surface::commands,
            "docs/papers.md",
            techniques::papers,
            TechniquePages.EXPLANATIONS,
            techniques::explanations);

    @ParameterizedTest
    @ValueSource(
            strings = {
                "docs/reference/configuration.md",
                "docs/reference/techniques.md",
                "docs/reference/topics.md",
                "docs/reference/metrics.md",
                "docs/reference/cli.md",
                "docs/papers.md",
                TechniquePages.EXPLANATIONS
            })
    void shouldSayWhatTheCodeSays(String name) throws IOException {
        Path file = REPOSITORY.resolve(name);
        Supplier<String> page = pages.get(name);
        assertThat(page).isNotNull();
        String made = page.get();
        if (WRITE) {
            Files.createDirectories(file.getParent());
            Files.writeString(file, made);
        }
        assertThat(file).as("run `%s` and commit %s", COMMAND, name).exists();
        assertThat(Files.readString(file))
                .as("%s is stale; run `%s` and commit it", name, COMMAND)
                .isEqualTo(made);
    }

    @Test
    void shouldSayWhatExperimentsShowed(@TempDir Path results) throws IOException {
        Files.writeString(results.resolve("good.md"), "# Good\n");
        Files.writeString(results.resolve("elastic-reset.md"), "# An experiment with the name of a technique\n");
        Files.writeString(
                results.resolve(ResultIndex.FILE),
                """
                {"experiments": [
                  {"id": "elastic-reset", "verdict": "not reproduced", "techniques": ["stabilizer elastic-reset"]},
                  {"id": "good", "verdict": "reproduced", "techniques": ["reward transform par"]},
                  {"id": "open", "verdict": "inconclusive", "techniques": ["reward transform par"]}
                ]}
                """);
        TechniquePages made = new TechniquePages(javadoc, results);

        assertThat(made.techniques().lines())
                .anyMatch(row -> row.startsWith("| `par` |")
                        && row.endsWith("| [good](../results/good.md); [open](../results/open.md) (inconclusive) |"))
                .anyMatch(row -> row.startsWith("| `elastic-reset` |")
                        && row.endsWith("| not yet; [elastic-reset](../results/elastic-reset.md) (not reproduced) |"))
                .anyMatch(row -> row.startsWith("| `rloo` |") && row.endsWith("| not yet |"));
        assertThat(made.papers()).contains("not yet; [elastic-reset](results/elastic-reset.md) (not reproduced) |");
        assertThat(made.explanations()).contains("\"elastic-reset.md (not reproduced)\"", "\"open.md (inconclusive)\"");
    }

    @Test
    void shouldExplainEverySettingTechniqueAndMetric() {
        assertThat(settings.unexplained()).as("no Javadoc").isEmpty();
        assertThat(surface.unexplained()).as("no Javadoc in MetricNames").isEmpty();
    }
}
