package io.thumbstream.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.thumbstream.gateway.GatewaySettings.Limits;
import io.thumbstream.gateway.GatewaySettings.SamplingDefaults;
import io.thumbstream.gateway.GatewaySettings.Timeouts;
import io.thumbstream.runtime.config.SettingsBinder;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class GatewaySettingsTest {
    private static final GatewaySettings DEFAULTS = GatewaySettings.defaults();

    @Test
    void shouldListenOnLoopbackWhenDefault() {
        assertThat(DEFAULTS.host()).isEqualTo("127.0.0.1");
        assertThat(DEFAULTS.port()).isEqualTo(8080);
        assertThat(DEFAULTS.bodyLimitBytes()).isEqualTo(1024 * 1024);
        assertThat(DEFAULTS.groupSize()).isEqualTo(8);
        assertThat(DEFAULTS.policyName()).isEqualTo("policy/support");
        assertThat(DEFAULTS.limits().batch()).isEqualTo(500);
    }

    @Test
    void shouldNameKeyAndRemedyWhenOutOfRange() {
        assertThatThrownBy(() -> DEFAULTS.withPort(70_000)).hasMessage("port is 70000; give 0 to 65535");
        assertThatThrownBy(() -> new SamplingDefaults(3, 1, 1)).hasMessageContaining("temperature is 3.0");
        assertThatThrownBy(() -> new SamplingDefaults(Double.NaN, 1, 1)).hasMessageContaining("temperature is NaN");
        assertThatThrownBy(() -> new Limits(0, 1, 1, 1, 1)).hasMessageContaining("displayed is 0");
        Duration second = Duration.ofSeconds(1);
        assertThatThrownBy(() -> new Timeouts(Duration.ZERO, second, second, second, second, second))
                .hasMessageContaining("answer is PT0S");
    }

    @Test
    void shouldWarnWhenStrangersMayWriteFromOutside() {
        assertThat(DEFAULTS.warnings()).isEmpty();
        assertThat(on("localhost").warnings()).isEmpty();
        assertThat(on("::1").warnings()).isEmpty();
        assertThat(on("0.0.0.0").warnings())
                .singleElement()
                .asString()
                .contains("gateway.host is '0.0.0.0'")
                .contains("[chat, exchanges, feedback]")
                .contains("thumbstream keys new");
        assertThat(on("127.0.0.1.example.org").warnings()).hasSize(1);
    }

    private static GatewaySettings on(String host) {
        return SettingsBinder.overlay(
                DEFAULTS, JsonNodeFactory.instance.objectNode().put("host", host), "test");
    }

    @Test
    void shouldChangeNothingElseWhenPortIsReplaced() {
        assertThat(DEFAULTS.withPort(0).withPort(8080)).isEqualTo(DEFAULTS);
    }
}
