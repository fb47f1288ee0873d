package io.thumbstream.generator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.thumbstream.runtime.catalog.TechniqueChoice;
import io.thumbstream.runtime.config.SettingsBinder;
import io.thumbstream.runtime.error.ConfigException;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class GeneratorSettingsTest {
    @Test
    void shouldKeepTheDefaultsWhenNothingIsSet() {
        assertThat(bind("{}")).isEqualTo(GeneratorSettings.defaults());
        assertThat(GeneratorSettings.defaults().policyKey()).isEqualTo("policy/support");
    }

    @Test
    void shouldTakeEveryValueWhenAllAreSet() {
        GeneratorSettings bound = bind("{'model-name':'other','explorer':{'name':'temperature-ladder','low':0.5},"
                + "'slots':8,'reserved-slots':2,'max-interactive-waiting':3,'max-background-waiting':4,"
                + "'max-group-size':5,'max-tokens':6,'answer-room':7,'chunk-interval':'8ms','commit-interval':'9s',"
                + "'load-retry':'10s','shutdown-budget':'11s','device':'cuda:1','remote':{'context':12},"
                + "'reference-log-probs':{'enabled':true,'temperature':0.5,'tokens-per-pass':13},"
                + "'start-answers':{'per-group':2,'slots':14}}");

        assertThat(bound.explorer().name()).isEqualTo("temperature-ladder");
        assertThat(bound)
                .isEqualTo(new GeneratorSettings(
                        "other",
                        new TechniqueChoice(
                                "temperature-ladder", bound.explorer().settings()),
                        8,
                        2,
                        3,
                        4,
                        5,
                        6,
                        7,
                        Duration.ofMillis(8),
                        Duration.ofSeconds(9),
                        Duration.ofSeconds(10),
                        Duration.ofSeconds(11),
                        "cuda:1",
                        bound.remote(),
                        new ReferenceSettings(true, 0.5, 13),
                        new StartSettings(2, 14)));
        assertThat(bound.remote().context()).isEqualTo(12);
    }

    @Test
    void shouldNameTheKeyWhenAValueIsOutOfRange() {
        assertThatThrownBy(() -> bind("{'reserved-slots': 32}"))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("reserved-slots is 32");
        assertThatThrownBy(() -> bind("{'commit-interval': '0s'}"))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("commit-interval");
        assertThatThrownBy(() -> bind("{'device': 'gpu'}"))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("device is 'gpu'");
        assertThatThrownBy(() -> bind("{'reference-log-probs': {'temperature': 0}}"))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("temperature is 0.0");
        assertThatThrownBy(() -> bind("{'reference-log-probs': {'tokens-per-pass': 0}}"))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("tokens-per-pass is 0");
        assertThatThrownBy(() -> bind("{'start-answers': {'per-group': -1}}"))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("per-group is -1");
        assertThatThrownBy(() -> bind("{'start-answers': {'slots': 0}}"))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("slots is 0");
        assertThatThrownBy(() -> bind("{'max-background-waiting': 3, 'start-answers': {'per-group': 4}}"))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("start-answers.per-group is 4");
        assertThatThrownBy(() -> bind("{'slotz': 3}"))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("slots");
    }

    private static GeneratorSettings bind(String json) {
        try {
            JsonNode tree = new ObjectMapper().readTree(json.replace('\'', '"'));
            return SettingsBinder.overlay(GeneratorSettings.defaults(), tree, "generator");
        } catch (com.fasterxml.jackson.core.JsonProcessingException e) {
            throw new AssertionError(e);
        }
    }
}
