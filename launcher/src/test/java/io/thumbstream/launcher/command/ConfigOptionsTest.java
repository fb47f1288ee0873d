package io.thumbstream.launcher.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.thumbstream.launcher.up.ThumbstreamSettings;
import io.thumbstream.runtime.error.ConfigException;
import java.util.Map;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

/** Semantics locked here: a verb that only looks gets the settings that a verb which starts services gets, or the same refusal of a key. */
class ConfigOptionsTest {
    private static final Map<String, String> SCRIPT = Map.of("THUMBSTREAM_HEAP", "1g", "PATH", "/bin");

    @Test
    void shouldGiveTheSettingsOfAFullLoadWhenOnlyThePlaceAndTheSeedAreGiven() {
        ConfigOptions options = options("--data-dir", "somewhere", "--seed", "7");

        assertThat(options.settings(SCRIPT)).isEqualTo(loaded(options, SCRIPT));
        assertThat(options.settings(SCRIPT).dataDir()).isEqualTo("somewhere");
        assertThat(options.settings(SCRIPT).seed()).isEqualTo(7);
    }

    @Test
    void shouldGiveTheDefaultsWhenNothingIsGiven() {
        assertThat(options().settings(SCRIPT)).isEqualTo(loaded(options(), SCRIPT));
    }

    @Test
    void shouldGiveTheSettingsOfAFullLoadWhenMoreIsGiven() {
        ConfigOptions assigned = options("--set", "gateway.model-name=other", "--data-dir", "somewhere");
        assertThat(assigned.settings(SCRIPT)).isEqualTo(loaded(assigned, SCRIPT));
        assertThat(assigned.settings(SCRIPT).gateway().modelName()).isEqualTo("other");

        Map<String, String> variables = Map.of("THUMBSTREAM_GATEWAY_MODEL_NAME", "third");
        assertThat(options().settings(variables)).isEqualTo(loaded(options(), variables));
        assertThat(options().settings(variables).gateway().modelName()).isEqualTo("third");
    }

    @Test
    void shouldRefuseAKeyThatIsNone() {
        assertThatThrownBy(() -> options("--set", "gatway.port=1").settings(SCRIPT))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("gatway");
        assertThatThrownBy(() -> options().settings(Map.of("THUMBSTREAM_GATWAY_PORT", "1")))
                .isInstanceOf(ConfigException.class);
        assertThatThrownBy(() -> options("--data-dir", " ").settings(SCRIPT)).isInstanceOf(ConfigException.class);
    }

    @Test
    void shouldLookAtTechniquesOnlyInAFullLoad() {
        ConfigOptions options = options("--set", "learner.policy.objective=no-such-thing");

        assertThat(options.settings(SCRIPT).dataDir()).isEqualTo("data");
        assertThatThrownBy(() -> loaded(options, SCRIPT))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("no-such-thing");
    }

    private static ThumbstreamSettings loaded(ConfigOptions options, Map<String, String> variables) {
        return options.load(ThumbstreamSettings.defaults(), variables).value();
    }

    private static ConfigOptions options(String... arguments) {
        return CommandLine.populateCommand(new ConfigOptions(), arguments);
    }
}
