package io.thumbstream.launcher.firewall;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.thumbstream.launcher.up.ThumbstreamSettings;
import io.thumbstream.learner.trust.Decision;
import io.thumbstream.learner.trust.TrustSettings;
import io.thumbstream.runtime.config.ConfigLoader;
import io.thumbstream.runtime.config.ConfigSources;
import io.thumbstream.runtime.error.ConfigException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Decisions about people are settings: what is written is what the learner is configured with. */
class DecisionsTest {
    @TempDir
    @SuppressWarnings("NullAway.Init") // JUnit injects it
    private Path directory;

    @Test
    void shouldConfigureTheLearnerWhenWritten() {
        Path file = directory.resolve("new/decisions.yaml");
        Decisions.NONE
                .with(Decision.DISCARD, "0123")
                .with(Decision.RELEASE, "-ann_: #1")
                .write(file);

        TrustSettings trust = ConfigLoader.load(
                        ThumbstreamSettings.class,
                        ThumbstreamSettings.defaults(),
                        new ConfigSources(List.of(file), Map.of(), List.of()))
                .value()
                .learner()
                .reward()
                .core()
                .trust();
        assertThat(trust.released()).containsExactly("-ann_: #1");
        assertThat(trust.discarded()).containsExactly("0123");
    }

    @Test
    void shouldGoOnFromWhatIsInTheFile() {
        Path file = directory.resolve("decisions.yaml");
        assertThat(Decisions.read(file)).isEqualTo(Decisions.NONE);
        Decisions first = Decisions.NONE.with(Decision.RELEASE, "ann").with(Decision.RELEASE, "bob");
        first.write(file);

        assertThat(Decisions.read(file)).isEqualTo(first);
        Decisions.read(file).with(Decision.DISCARD, "ann").write(file);
        assertThat(Decisions.read(file)).isEqualTo(new Decisions(List.of("bob"), List.of("ann")));
        assertThat(directory).isDirectoryNotContaining(other -> !other.equals(file));
    }

    @Test
    void shouldKeepALaterDecisionOnlyAndEachOnce() {
        Decisions decisions = Decisions.NONE
                .with(Decision.RELEASE, "ann")
                .with(Decision.RELEASE, "ann")
                .with(Decision.DISCARD, "ann")
                .with(Decision.RELEASE, "ann");

        assertThat(decisions).isEqualTo(new Decisions(List.of("ann"), List.of()));
    }

    @Test
    void shouldHoldNothingOfAPersonWhenTheDecisionIsTakenBack() {
        Decisions decisions = Decisions.NONE
                .with(Decision.RELEASE, "ann")
                .with(Decision.DISCARD, "bob")
                .with(Decision.CLEAR, "ann")
                .with(Decision.CLEAR, "stranger");

        assertThat(decisions).isEqualTo(new Decisions(List.of(), List.of("bob")));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "seed: 3\n",
                "learner: {reward: {core: {trust: {released: [ann], discarded: []}, batch: 8}}}\n",
                "learner: {reward: {core: {trust: {released: [1], discarded: []}}}}\n",
                "learner: {reward: {core: {trust: {released: [ann]}}}}\n"
            })
    void shouldLeaveFilesAloneThatHoldOtherSettings(String content) throws IOException {
        Path file = Files.writeString(directory.resolve("settings.yaml"), content);

        assertThatThrownBy(() -> Decisions.read(file))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("name a file for decisions alone");
        assertThat(file).hasContent(content);
    }

    @Test
    void shouldRefuseAFileThatReleasesAndDiscardsTheSamePerson() throws IOException {
        String content = "learner: {reward: {core: {trust: {released: [ann, bob], discarded: [cid, bob]}}}}\n";
        Path file = Files.writeString(directory.resolve("decisions.yaml"), content);

        assertThatThrownBy(() -> Decisions.read(file))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("[bob] are released and discarded; name each in one list");
    }

    @Test
    void shouldSayWhatIsWrongWhenTheFileIsNoYaml() throws IOException {
        Path file = Files.writeString(directory.resolve("broken.yaml"), "learner: [");

        assertThatThrownBy(() -> Decisions.read(file))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("cannot be read as decisions")
                .hasMessageNotContaining("\n");
    }
}
