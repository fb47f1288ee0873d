package io.thumbstream.launcher.command;

import static org.assertj.core.api.Assertions.assertThat;

import io.thumbstream.launcher.Thumbstream;
import io.thumbstream.launcher.up.Screen;
import java.io.ByteArrayOutputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class CreateTopicsCommandTest {
    private final ByteArrayOutputStream talk = new ByteArrayOutputStream();

    @Test
    void shouldAskForBrokersWhenNoneAreNamed() {
        assertThat(run("topics", "create")).isEqualTo(2);
        assertThat(said()).contains("kafka.bootstrap-servers").contains("kafka.schema-registry-url");
    }

    @Test
    void shouldRefuseTopicsWithoutReplicas() {
        assertThat(run("topics", "create", "--replication-factor", "0")).isEqualTo(2);
        assertThat(said()).contains("--replication-factor is 0; give a number of at least 1");
    }

    private int run(String... arguments) {
        return Thumbstream.run(new PrintWriter(new StringWriter()), new Screen(talk, false), arguments);
    }

    private String said() {
        return talk.toString(StandardCharsets.UTF_8);
    }
}
