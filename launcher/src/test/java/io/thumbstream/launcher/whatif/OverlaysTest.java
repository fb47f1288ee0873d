package io.thumbstream.launcher.whatif;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.thumbstream.launcher.recorded.Absent;
import io.thumbstream.launcher.up.ThumbstreamSettings;
import io.thumbstream.runtime.error.ConfigException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OverlaysTest {
    private final Path folder;
    private final Overlays overlays = new Overlays(ThumbstreamSettings.defaults(), Absent.nobody());

    OverlaysTest(@TempDir Path folder) {
        this.folder = folder;
    }

    @Test
    void shouldLayEachFileOverTheSettingsOfTheRun() throws IOException {
        Path file = file("Fast_Learner.yaml", "learner:\n  policy:\n    learning-rate: 0.001\nseed: 9\n");

        List<Arm> arms = overlays.arms(List.of(file));

        assertThat(arms).extracting(Arm::name).containsExactly("as-recorded", "fast-learner");
        assertThat(arms.get(0).learner())
                .isEqualTo(ThumbstreamSettings.defaults().learner());
        assertThat(arms.get(1).learner().policy().learningRate()).isEqualTo(0.001);
        assertThat(arms.get(1).seed()).isEqualTo(9);
    }

    @Test
    void shouldRefuseWhatCannotChangeARecordedStream() throws IOException {
        Path file = file("groups.yaml", "gateway:\n  group-size: 4\n");
        assertThatThrownBy(() -> overlays.arms(List.of(file)))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("gateway.group-size")
                .hasMessageContaining("already recorded");
    }

    @Test
    void shouldRefuseTwoArmsOfOneName() throws IOException {
        Path one = file("a b.yaml", "seed: 2\n");
        Path other = file("a-b.yml", "seed: 3\n");
        assertThatThrownBy(() -> overlays.arms(List.of(one, other)))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("a-b");
    }

    @Test
    void shouldRefuseTheNameOfTheArmWithoutPeople() throws IOException {
        Path file = file(
                Overlays.without(ThumbstreamSettings.defaults(), Absent.nobody())
                                .name() + ".yaml",
                "seed: 2\n");

        assertThatThrownBy(() -> overlays.arms(List.of(file)))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("two arms would be called without-users");
    }

    private Path file(String name, String text) throws IOException {
        return Files.writeString(folder.resolve(name), text);
    }
}
