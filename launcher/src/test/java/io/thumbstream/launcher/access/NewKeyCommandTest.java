package io.thumbstream.launcher.access;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.thumbstream.gateway.GatewaySettings;
import io.thumbstream.gateway.access.KeyRing;
import io.thumbstream.gateway.access.Scope;
import io.thumbstream.runtime.config.SettingsBinder;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

class NewKeyCommandTest {
    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @Test
    void shouldPrintSettingsThatKnowTheKeyWhenAsked() throws Exception {
        assertThat(run("--name", "web", "--scopes", "chat,feedback,feedback-unsigned"))
                .isZero();
        JsonNode printed = new YAMLMapper().readTree(out.toString());
        String key = printed.path("key").asText();
        GatewaySettings settings =
                SettingsBinder.overlay(GatewaySettings.defaults(), printed.path("gateway"), "printed settings");
        assertThat(new KeyRing(settings.access()).identify(List.of("Bearer " + key)))
                .get()
                .satisfies(caller -> {
                    assertThat(caller.key()).contains("web");
                    assertThat(caller.scopes())
                            .containsExactlyInAnyOrder(Scope.CHAT, Scope.FEEDBACK, Scope.FEEDBACK_UNSIGNED);
                });
        assertThat(printed.path("gateway").toString()).doesNotContain(key);
    }

    @Test
    void shouldMakeAnotherKeyWhenAskedAgain() {
        assertThat(run("--name", "web", "--scopes", "chat")).isZero();
        String first = out.toString();
        assertThat(run("--name", "web", "--scopes", "chat")).isZero();
        assertThat(out.toString().substring(first.length())).isNotEqualTo(first);
    }

    @Test
    void shouldNameTheMistakeWhenNameOrScopeIsNone() {
        assertThat(run("--name", "web", "--scopes", "chat,dance")).isEqualTo(2);
        assertThat(err.toString()).contains("'dance' is no scope").contains("feedback-unsigned");
        assertThat(run("--name", "Web Site", "--scopes", "chat")).isEqualTo(2);
        assertThat(err.toString()).contains("'Web Site'");
        assertThat(run("--name", "web", "--scopes", "feedback-unsigned")).isEqualTo(2);
        assertThat(err.toString()).contains("without feedback");
        assertThat(out.toString()).isEmpty();
    }

    private int run(String... arguments) {
        return new CommandLine(new NewKeyCommand())
                .setOut(new PrintWriter(out, true))
                .setErr(new PrintWriter(err, true))
                .execute(arguments);
    }
}
