package io.thumbstream.launcher.docker;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.thumbstream.runtime.service.AdminServer;
import io.thumbstream.runtime.service.Service;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The script that a container's engine asks, against a real admin port. */
class HealthcheckTest {
    private static final int NOBODY = 1;

    @Test
    void shouldPassWhileTheServiceIsAliveAndOnlyThen() throws Exception {
        Switched service = new Switched();
        try (AdminServer admin = new AdminServer(0, service, new PrometheusMeterRegistry(PrometheusConfig.DEFAULT))) {
            assertThat(check(admin.port())).isZero();
            assertThat(check(NOBODY, admin.port())).isZero();
            service.alive = false;
            assertThat(check(admin.port())).isEqualTo(1);
        }
    }

    @Test
    void shouldFailWhenNobodyListens() throws Exception {
        assertThat(check(NOBODY)).isEqualTo(1);
    }

    private static int check(int... ports) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>();
        command.add(Delivery.DOCKER.resolve("healthcheck").toString());
        for (int port : ports) {
            command.add(Integer.toString(port));
        }
        return new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start()
                .waitFor();
    }

    private static final class Switched implements Service {
        private volatile boolean alive = true;

        @Override
        public String name() {
            return "switched";
        }

        @Override
        public void start() {}

        @Override
        public boolean alive() {
            return alive;
        }

        @Override
        public boolean ready() {
            return false;
        }

        @Override
        public Map<String, String> info() {
            return Map.of();
        }

        @Override
        public void close() {}
    }
}
