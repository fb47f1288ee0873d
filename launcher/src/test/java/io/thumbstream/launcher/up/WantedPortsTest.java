package io.thumbstream.launcher.up;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.thumbstream.runtime.error.ConfigException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import org.junit.jupiter.api.Test;

class WantedPortsTest {
    @Test
    void shouldNameEveryPortThatIsTakenAndItsSettingAtOnce() throws IOException {
        try (ServerSocket broker = taken();
                ServerSocket gateway = taken();
                ServerSocket admin = taken()) {
            ThumbstreamSettings settings =
                    settings(broker.getLocalPort(), gateway.getLocalPort(), admin.getLocalPort());

            assertThatThrownBy(() -> WantedPorts.check(settings))
                    .isInstanceOfSatisfying(ConfigException.class, failure -> assertThat(failure.problems())
                            .hasSize(3)
                            .anyMatch(line -> line.startsWith("port " + broker.getLocalPort() + " on 127.0.0.1")
                                    && line.contains("set embedded.broker-port to another port, or to 0"))
                            .anyMatch(line -> line.startsWith("port " + gateway.getLocalPort() + " on 127.0.0.1")
                                    && line.contains("set gateway.port"))
                            .anyMatch(line -> line.startsWith("port " + admin.getLocalPort() + " on 127.0.0.1")
                                    && line.contains("set admin.learner-port")));
        }
    }

    @Test
    void shouldNameAPortThatIsAskedForTwice() throws IOException {
        int port;
        try (ServerSocket free = taken()) {
            port = free.getLocalPort();
        }
        assertThatThrownBy(() -> WantedPorts.check(settings(port, port, 0)))
                .isInstanceOfSatisfying(ConfigException.class, failure -> assertThat(failure.problems())
                        .singleElement()
                        .asString()
                        .contains("port " + port, "gateway.port"));
    }

    @Test
    void shouldLeavePortsFreeWhenNoneIsTaken() throws IOException {
        int port;
        try (ServerSocket free = taken()) {
            port = free.getLocalPort();
        }
        assertThatCode(() -> WantedPorts.check(settings(port, 0, 0))).doesNotThrowAnyException();
        assertThatCode(() -> WantedPorts.check(settings(port, 0, 0))).doesNotThrowAnyException();
    }

    private static ServerSocket taken() throws IOException {
        return new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"));
    }

    private static ThumbstreamSettings settings(int broker, int gateway, int learnerAdmin) {
        ThumbstreamSettings base = ThumbstreamSettings.defaults();
        return new ThumbstreamSettings(
                base.dataDir(),
                base.seed(),
                base.kafka(),
                new ThumbstreamSettings.Embedded(broker, 0),
                new ThumbstreamSettings.Admin("127.0.0.1", 0, 0, 0, learnerAdmin),
                base.baseModel(),
                base.gateway().withPort(gateway),
                base.generator(),
                base.reward(),
                base.learner(),
                base.drift(),
                base.users());
    }
}
