package io.thumbstream.runtime.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.thumbstream.runtime.catalog.TechniqueChoice;
import io.thumbstream.runtime.config.testing.SettingsContract;
import io.thumbstream.runtime.error.ConfigException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ConfigLoaderTest {
    enum Mode {
        FAST_ONLY,
        SAFE
    }

    record Learner(
            int batchSize, double rate, Duration every, Mode mode, TechniqueChoice objective, List<String> seeds) {
        Learner {
            if (batchSize < 1) {
                throw new IllegalArgumentException("batch size is " + batchSize + "; give at least 1");
            }
        }

        static Learner defaults() {
            return new Learner(
                    8, 0.5, Duration.ofSeconds(5), Mode.SAFE, TechniqueChoice.of("ppo-clip"), List.of("a", "b"));
        }
    }

    record Root(Learner learner, Map<String, String> common, DataSize heap, Optional<Path> dir, List<Learner> more) {
        static Root defaults() {
            return new Root(
                    Learner.defaults(),
                    Map.of("linger.ms", "2"),
                    DataSize.ofMebibytes(64),
                    Optional.empty(),
                    List.of());
        }
    }

    private final Path dir;

    ConfigLoaderTest(@TempDir Path dir) {
        this.dir = dir;
    }

    @Test
    void shouldRoundTripAndMapWhenEveryKeyIsGiven() {
        Learner expected =
                new Learner(16, 0.25, Duration.ofMinutes(2), Mode.FAST_ONLY, TechniqueChoice.of("grpo"), List.of("c"));

        SettingsContract.of(Learner.defaults())
                .roundTrips()
                .maps("{batch-size: 16, rate: 0.25, every: 2m, mode: fast-only, objective: grpo, seeds: [c]}", expected)
                .refuses("batch-sise: 3", "did you mean 'batch-size'?");
    }

    @Test
    void shouldLetTheLaterSourceWinWhenSeveralGiveAValue() throws IOException {
        Path first = yaml("a.yaml", "learner: {batch-size: 1, rate: 0.1, every: PT9S}\nheap: 1GiB\n");
        Path second = yaml("b.yaml", "learner: {batch-size: 2, rate: 0.2}\ndir: /x\n");
        Loaded<Root> loaded = load(
                List.of(first, second),
                Map.of("THUMBSTREAM_LEARNER_BATCH_SIZE", "3", "OTHER", "x"),
                "learner.batch-size=4");

        assertThat(loaded.value().learner().batchSize()).isEqualTo(4);
        assertThat(loaded.value().learner().rate()).isEqualTo(0.2);
        assertThat(loaded.value().learner().every()).isEqualTo(Duration.ofSeconds(9));
        assertThat(loaded.value().heap()).isEqualTo(new DataSize(1L << 30));
        assertThat(loaded.value().dir()).contains(Path.of("/x"));
        assertThat(loaded.origins())
                .containsEntry("learner.batch-size", "--set learner.batch-size")
                .containsEntry("learner.rate", second.toString())
                .containsEntry("learner.every", first.toString())
                .containsEntry("learner.mode", "default");
    }

    @Test
    void shouldPassKafkaKeysThroughWhenDottedNestedOrFromTheEnvironment() throws IOException {
        Path file = yaml("a.yaml", "common: {security.protocol: SSL, ssl: {truststore: {location: /t}}}\n");
        Loaded<Root> loaded =
                load(List.of(file), Map.of("THUMBSTREAM_COMMON_RETRY_BACKOFF_MS", "7"), "common.client.dns.lookup=x");

        assertThat(loaded.value().common())
                .containsOnly(
                        Map.entry("linger.ms", "2"),
                        Map.entry("security.protocol", "SSL"),
                        Map.entry("ssl.truststore.location", "/t"),
                        Map.entry("retry.backoff.ms", "7"),
                        Map.entry("client.dns.lookup", "x"));
        assertThat(loaded.origins()).containsEntry("common.ssl.truststore.location", file.toString());
    }

    @Test
    void shouldOverlayATechniqueWhenTheNameStaysAndReplaceItWhenTheNameChanges() throws IOException {
        Path file = yaml("a.yaml", "learner: {objective: {name: ppo-clip, clip-low: 0.1}}\n");

        TechniqueChoice kept = load(List.of(file), Map.of(), "learner.objective.clip-high=0.3")
                .value()
                .learner()
                .objective();
        TechniqueChoice replaced = load(List.of(file), Map.of(), "learner.objective=grpo")
                .value()
                .learner()
                .objective();

        assertThat(kept.settings().path("clip-low").doubleValue()).isEqualTo(0.1);
        assertThat(kept.settings().path("clip-high").asText()).isEqualTo("0.3");
        assertThat(replaced).isEqualTo(TechniqueChoice.of("grpo"));
    }

    @Test
    void shouldReportEverythingAtOnceWhenManyThingsAreWrong() throws IOException {
        Path file = yaml("a.yaml", "learner: {batch-sise: 1, rate: fast, every: soon}\nheap: [1]\ncommon: 5\n");
        ConfigException refusal = refused(
                List.of(file, dir.resolve("absent.yaml")), Map.of("THUMBSTREAM_LERNER_RATE", "1"), "more", "heap.x=1");

        assertThat(refusal.problems()).hasSize(9);
        assertThat(refusal)
                .hasMessageContaining(
                        "learner.batch-sise is not a known key (from " + file + ") (did you mean 'batch-size'?)")
                .hasMessageContaining("learner.rate: expects a number but is \"fast\"")
                .hasMessageContaining("learner.every: 'soon' is no duration")
                .hasMessageContaining("heap: expects a data size such as 64MiB but is a list")
                .hasMessageContaining("common expects keys and values but is 5")
                .hasMessageContaining("absent.yaml cannot be read")
                .hasMessageContaining("did you mean THUMBSTREAM_LEARNER_RATE?")
                .hasMessageContaining("--set more is not key.path=value")
                .hasMessageContaining("heap has no keys below it");
    }

    @Test
    void shouldNameTheBlockWhenARangeCheckOfARecordFails() {
        ConfigException refusal = refused(List.of(), Map.of(), "learner.batch-size=0");

        assertThat(refusal.problems()).containsExactly("learner: batch size is 0; give at least 1");
    }

    @Test
    void shouldUseTheRecordsOwnDefaultsWhenAListElementIsPartial() throws IOException {
        Path file = yaml("a.yaml", "more: [{batch-size: 5}]\n");

        assertThat(load(List.of(file), Map.of()).value().more()).singleElement().satisfies(learner -> {
            assertThat(learner.batchSize()).isEqualTo(5);
            assertThat(learner.rate()).isEqualTo(0.5);
        });
    }

    @Test
    void shouldHideSecretsWhenPrintedAndResolveThemWhenUsed() throws IOException {
        Path secret = yaml("token", "s3cret\n");
        Path file =
                yaml("a.yaml", "common: {a: '${env:WHO}', b: 'x${file:" + secret + "}y', ssl.key.password: plain}\n");
        Loaded<Root> loaded = load(List.of(file), Map.of("WHO", "me"));

        assertThat(loaded.value().common())
                .containsEntry("a", "me")
                .containsEntry("b", "xs3crety")
                .containsEntry("ssl.key.password", "plain");
        assertThat(loaded.effective().toString())
                .doesNotContain("s3cret", "plain", "\"me\"")
                .contains("***");
        assertThat(refused(List.of(file), Map.of())).hasMessageContaining("WHO, which is not set");
    }

    @Test
    void shouldHideKeysTokensAndUsersOfAddressesWhenPrinted() throws IOException {
        Path file = yaml(
                "a.yaml",
                "common: {ssl.keystore.key: BEGINKEY, bearer.auth.token: b3arer, sasl.oauthbearer.assertion.private.key.passphrase: phr4se,"
                        + " urls: 'http://ann:w0rd@one:8081,https://token@two/x', ssl.keystore.type: PEM}\n");
        Loaded<Root> loaded = load(List.of(file), Map.of());

        assertThat(loaded.value().common()).containsEntry("urls", "http://ann:w0rd@one:8081,https://token@two/x");
        assertThat(loaded.effective().toString())
                .doesNotContain("BEGINKEY", "b3arer", "phr4se", "ann:", "w0rd", "token@")
                .contains("http://***@one:8081,https://***@two/x", "PEM");
    }

    @Test
    void shouldChangeTheHashWhenAndOnlyWhenAValueChanges() {
        assertThat(load(List.of(), Map.of(), "learner.batch-size=8").hash())
                .isEqualTo(load(List.of(), Map.of()).hash())
                .hasSize(64);
        assertThat(load(List.of(), Map.of(), "learner.batch-size=9").hash())
                .isNotEqualTo(load(List.of(), Map.of()).hash());
    }

    @Test
    void shouldSayWhereWhenTheYamlIsBrokenOrAKeyComesTwice() throws IOException {
        Path broken = yaml("a.yaml", "learner: {batch-size: 1\n");
        Path twice = yaml("b.yaml", "heap: 1MiB\nheap: 2MiB\n");

        assertThat(refused(List.of(broken, twice), Map.of()).problems())
                .hasSize(2)
                .allSatisfy(problem -> assertThat(problem).contains("is not readable YAML", "line"));
    }

    private Path yaml(String name, String text) throws IOException {
        return Files.writeString(dir.resolve(name), text);
    }

    private static Loaded<Root> load(List<Path> files, Map<String, String> environment, String... assignments) {
        return ConfigLoader.load(
                Root.class, Root.defaults(), new ConfigSources(files, environment, List.of(assignments)));
    }

    private static ConfigException refused(List<Path> files, Map<String, String> environment, String... assignments) {
        return catchThrowableOfType(ConfigException.class, () -> load(files, environment, assignments));
    }
}
