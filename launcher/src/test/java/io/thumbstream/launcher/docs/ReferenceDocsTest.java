package io.thumbstream.launcher.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The documents under {@code docs/reference} say what the code says.
 *
 * <p>With {@code -Dthumbstream.docs.write=true} they are written first.
 */
class ReferenceDocsTest {
    static final String COMMAND = "./mvnw -q -Pdocs test -pl launcher -am";

    private static final Path REPOSITORY = Path.of("..").toAbsolutePath().normalize();
    private static final boolean WRITE = Boolean.getBoolean("thumbstream.docs.write");

    private final Javadoc javadoc = new Javadoc(REPOSITORY);
    private final SettingsPages settings = new SettingsPages(javadoc);
    private final SurfacePages surface = new SurfacePages(javadoc);
    private final Map<String, Supplier<String>> pages = Map.of(
            "configuration", settings::configuration,
            "techniques", settings::techniques,
            "topics", surface::topics,
            "metrics", surface::metrics,
            "cli", surface::commands);

    @ParameterizedTest
    @ValueSource(strings = {"configuration", "techniques", "topics", "metrics", "cli"})
    void shouldSayWhatTheCodeSays(String name) throws IOException {
        Path file = REPOSITORY.resolve("docs/reference").resolve(name + ".md");
        Supplier<String> page = pages.get(name);
        assertThat(page).isNotNull();
        String made = page.get();
        if (WRITE) {
            Files.createDirectories(file.getParent());
            Files.writeString(file, made);
        }
        assertThat(file).as("run `%s` and commit docs/reference", COMMAND).exists();
        assertThat(Files.readString(file))
                .as("docs/reference/%s.md is stale; run `%s` and commit it", name, COMMAND)
                .isEqualTo(made);
    }

    @Test
    void shouldExplainEverySettingTechniqueAndMetric() {
        assertThat(settings.unexplained()).as("no Javadoc").isEmpty();
        assertThat(surface.unexplained()).as("no Javadoc in MetricNames").isEmpty();
    }
}
