package io.thumbstream.launcher.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import io.thumbstream.launcher.serve.ServedPart;
import io.thumbstream.launcher.up.ThumbstreamSettings;
import io.thumbstream.runtime.config.ConfigLoader;
import io.thumbstream.runtime.config.ConfigSources;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ChaosSiteTest {
    @Test
    void shouldWriteSettingsThatPartsReadAsTheyAre(@TempDir Path folder) throws IOException {
        Path home = folder.resolve("run");
        ChaosSite site = ChaosSite.prepare(ThumbstreamSettings.defaults().apart(home.toString(), 9));

        ThumbstreamSettings read = ConfigLoader.load(
                        ThumbstreamSettings.class,
                        ThumbstreamSettings.defaults(),
                        new ConfigSources(List.of(site.file()), Map.of(), List.of()))
                .value();

        assertThat(read).isEqualTo(site.parts());
        assertThat(read.seed()).isEqualTo(9);
        assertThat(read.isEmbedded()).isFalse();
        assertThat(read.kafka().bootstrapServers())
                .isEqualTo("127.0.0.1:" + read.embedded().brokerPort());
        assertThat(read.kafka().producer()).containsEntry("transaction.timeout.ms", "10000");
        assertThat(site.settings().isEmbedded()).isTrue();
        assertThat(site.gateway().getPort()).isEqualTo(read.gateway().port()).isPositive();
        assertThat(site.probe(ServedPart.REGISTRY).getPath()).endsWith("-value/versions/latest");
    }

    @Test
    void shouldChoosePortsBelowThoseOfOutgoingConnections() {
        int[] ports = FreePorts.find(7, 123);

        assertThat(ports).hasSize(7).doesNotHaveDuplicates();
        for (int port : ports) {
            assertThat(port).isBetween(20_000, 32_000);
        }
    }

    @Test
    void shouldStartAPartWithItsOwnHeapAndTheSameClassPath(@TempDir Path folder) {
        List<String> command = ChildCommand.of(ServedPart.GATEWAY, folder.resolve("parts.yaml"));

        assertThat(command.get(0)).endsWith("java");
        assertThat(command)
                .contains("-Xmx192m", System.getProperty("java.class.path"), "serve", "gateway")
                .containsSequence("--config", folder.resolve("parts.yaml").toString())
                .containsSequence(
                        "--parent", Long.toString(ProcessHandle.current().pid()));
    }

    @Test
    void shouldStartAPartWithFurtherOptions(@TempDir Path folder) {
        List<String> command =
                ChildCommand.of(ServedPart.GATEWAY, folder.resolve("parts.yaml"), List.of("--clock-ahead", "PT55M"));

        assertThat(command).endsWith("--clock-ahead", "PT55M").contains("serve", "gateway", "--parent");
    }

    @Test
    void shouldEraseWithTheSettingsOfTheParts(@TempDir Path folder) {
        List<String> command =
                ChildCommand.erase(folder.resolve("parts.yaml"), List.of("--user", "sim-3", "--key-only"));

        assertThat(command.get(0)).endsWith("java");
        assertThat(command)
                .contains(System.getProperty("java.class.path"))
                .endsWith(
                        "erase", "--config", folder.resolve("parts.yaml").toString(), "--user", "sim-3", "--key-only");
    }
}
