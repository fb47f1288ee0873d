package io.thumbstream.generator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.thumbstream.generator.explore.Explorers;
import io.thumbstream.generator.policy.PolicyFollower.Outcome;
import io.thumbstream.generator.policy.PolicyManifest;
import io.thumbstream.generator.remote.InferenceDouble;
import io.thumbstream.generator.remote.RemoteSettings.Server;
import io.thumbstream.model.text.BpeTrainer;
import io.thumbstream.runtime.config.SettingsBinder;
import io.thumbstream.runtime.error.ConfigException;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RemoteBackendTest {
    private final ManualClock clock = new ManualClock();

    @TempDir
    Path directory = Path.of("set by the test framework");

    @Test
    void shouldTakeTheTokenizerOfTheBaseModelWhenAPolicyIsServed() throws IOException {
        BpeTrainer.train(List.of("a parcel"), 261).write(directory);
        try (InferenceDouble server = new InferenceDouble(Server.VLLM, "ok")) {
            GeneratorSettings settings = settings("plain", server.settings().baseUrl());
            try (RemoteBackend backend = backend(settings)) {
                backend.prepareThread();
                assertThat(backend.version()).isEmpty();
                backend.follower().want(new PolicyManifest(0, Path.of("nowhere"), "00"));
                assertThat(backend.follower().update()).isEqualTo(Outcome.SWAPPED);

                assertThat(backend.version()).contains(0L);
                try (Backend.Seat seat = backend.open(Path.of("nowhere"))) {
                    assertThat(seat.context()).isEqualTo(77);
                    assertThat(seat.tokenizer().encode("a")).hasSize(1);
                    assertThat(seat.sampler().active()).isZero();
                    assertThat(seat.reference())
                            .as("a server does not tell, even where it is asked for")
                            .isEmpty();
                }
            }
        }
    }

    @Test
    void shouldLoadThePolicyAgainWhenItWasLost() throws IOException {
        try (InferenceDouble server = new InferenceDouble(Server.VLLM, "ok");
                RemoteBackend backend =
                        backend(settings("plain", server.settings().baseUrl()))) {
            backend.follower().want(new PolicyManifest(0, Path.of("nowhere"), "00"));
            assertThat(backend.follower().update()).isEqualTo(Outcome.SWAPPED);
            assertThat(backend.follower().update()).isEqualTo(Outcome.NOTHING_TO_DO);

            backend.follower().reload();

            assertThat(backend.follower().update()).isEqualTo(Outcome.SWAPPED);
            assertThat(backend.follower().update()).isEqualTo(Outcome.NOTHING_TO_DO);
        }
    }

    @Test
    void shouldNotStartWhenTheExplorerDrawsWhatTheServerCannotReport() {
        URI nobody = URI.create("http://127.0.0.1:1");

        for (String explorer : List.of("hot-mixture", "temperature-ladder")) {
            assertThatThrownBy(() -> backend(settings(explorer, nobody)))
                    .isInstanceOf(ConfigException.class)
                    .hasMessageContaining(explorer);
        }
    }

    @Test
    void shouldNotStartWhenAnswersOfTheFirstPolicyAreWanted() {
        ObjectNode tree = JsonNodeFactory.instance.objectNode();
        tree.putObject("start-answers").put("per-group", 1);
        GeneratorSettings wanted =
                SettingsBinder.overlay(settings("plain", URI.create("http://127.0.0.1:1")), tree, "generator");

        assertThatThrownBy(() -> backend(wanted))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("generator.start-answers.per-group is 1");
    }

    private RemoteBackend backend(GeneratorSettings settings) {
        return new RemoteBackend(settings, Explorers.CATALOG.create(settings.explorer()), clock);
    }

    private GeneratorSettings settings(String explorer, URI server) {
        String json = "{'reference-log-probs':{'enabled':true},'explorer':{'name':'" + explorer
                + "'},'remote':{'server':'vllm','base-url':'" + server
                + "','base-model':'" + InferenceDouble.BASE + "','context':77,'model-directory':'"
                + directory.toString().replace('\\', '/') + "'}}";
        try {
            return SettingsBinder.overlay(
                    GeneratorSettings.defaults(), new ObjectMapper().readTree(json.replace('\'', '"')), "generator");
        } catch (JsonProcessingException e) {
            throw new AssertionError(e);
        }
    }
}
