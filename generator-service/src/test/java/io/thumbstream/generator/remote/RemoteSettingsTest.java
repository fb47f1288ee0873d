package io.thumbstream.generator.remote;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.thumbstream.generator.remote.RemoteSettings.LogProbs;
import io.thumbstream.generator.remote.RemoteSettings.Server;
import io.thumbstream.runtime.config.SettingsBinder;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RemoteSettingsTest {
    private static final String RIGHT =
            "'server':'sglang','base-url':'https://gpu:30000','base-model':'m','model-directory':'models/m'";

    @Test
    void shouldKeepTheDefaultsWhenNothingIsSet() throws JsonProcessingException {
        assertThat(bind("{}")).isEqualTo(RemoteSettings.defaults());
    }

    @Test
    void shouldTakeEveryValueWhenAllAreSet() throws JsonProcessingException {
        assertThat(bind("{" + RIGHT + ",'api-key':'k','context':9,'log-probs':'processed','connect-timeout':'1s',"
                        + "'answer-timeout':'2s','retries':3,'retry-pause':'4s','max-retry-pause':'5s'}"))
                .isEqualTo(new RemoteSettings(
                        Server.SGLANG,
                        URI.create("https://gpu:30000"),
                        "k",
                        "m",
                        Path.of("models/m"),
                        9,
                        LogProbs.PROCESSED,
                        Duration.ofSeconds(1),
                        Duration.ofSeconds(2),
                        3,
                        Duration.ofSeconds(4),
                        Duration.ofSeconds(5)));
    }

    @Test
    void shouldTakeTheHabitOfTheServerWhenLogProbsAreNotSet() throws JsonProcessingException {
        assertThat(bind("{" + RIGHT + "}").reported()).isEqualTo(LogProbs.TEMPERED);
        assertThat(bind("{" + RIGHT.replace("sglang", "vllm") + "}").reported()).isEqualTo(LogProbs.RAW);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            textBlock =
                    """
            {'server':'vllm','base-model':''}                                  | base-model is empty
            {'server':'vllm','base-model':'m'}                                 | model-directory is empty
            {'server':'vllm','base-url':'gpu:8000','base-model':'m'}           | base-url is 'gpu:8000'
            {'context':1}                                                      | context is 1
            {'retries':101}                                                    | retries is 101
            {'retry-pause':'0s'}                                               | retry-pause
            """)
    void shouldNameTheKeyWhenAValueIsWrong(String json, String problem) {
        assertThatThrownBy(() -> bind(json)).hasMessageContaining(problem);
    }

    private static RemoteSettings bind(String json) throws JsonProcessingException {
        return SettingsBinder.overlay(
                RemoteSettings.defaults(), new ObjectMapper().readTree(json.replace('\'', '"')), "generator.remote");
    }
}
