package io.thumbstream.generator;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.thumbstream.runtime.config.SettingsBinder;
import io.thumbstream.runtime.error.ConfigException;
import java.time.Clock;
import org.junit.jupiter.api.Test;

class LocalBackendTest {
    @Test
    void shouldRefuseACardThatIsNotThere() {
        ObjectNode tree = JsonNodeFactory.instance.objectNode().put("device", "cuda:999");
        GeneratorSettings settings = SettingsBinder.overlay(GeneratorSettings.defaults(), tree, "generator");

        assertThatThrownBy(() -> new LocalBackend(settings, Clock.systemUTC()))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("generator.device is cuda:999 but the tensor library can use");
    }
}
