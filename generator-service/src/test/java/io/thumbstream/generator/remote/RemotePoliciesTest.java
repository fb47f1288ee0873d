package io.thumbstream.generator.remote;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import io.thumbstream.generator.policy.PolicyManifest;
import io.thumbstream.generator.remote.InferenceDouble.Asked;
import io.thumbstream.generator.remote.RemoteSettings.Server;
import io.thumbstream.model.checkpoint.Digests;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Which policies a server is made to have. */
@Timeout(60)
class RemotePoliciesTest {
    private static final PolicyManifest BASE = new PolicyManifest(0, Path.of("nowhere"), "00");

    @TempDir
    Path directory = Path.of("set by the test framework");

    @ParameterizedTest
    @EnumSource(
            value = Server.class,
            names = {"VLLM", "SGLANG"})
    void shouldLoadAdaptersAndUnloadOldOnesWhenNoAnswerNeedsThem(Server kind) throws IOException {
        try (InferenceDouble server = new InferenceDouble(kind, "ok")) {
            RemotePolicies policies = new RemotePolicies(server.settings(), "support");
            policies.serve(BASE);
            assertThat(policies.version()).contains(0L);
            assertThat(policies.acquire().name()).isEqualTo(InferenceDouble.BASE);

            PolicyManifest first = adapter("v1", 1);
            policies.serve(first);
            ServedModel used = policies.acquire();
            assertThat(used.name()).isEqualTo("support-v1-" + first.sha256().substring(0, 12));
            JsonNode load = asked(server, "/load_lora_adapter").get(0).body();
            assertThat(load.path("lora_name").asText()).isEqualTo(used.name());
            assertThat(load.path("lora_path").asText())
                    .isEqualTo(directory.resolve("v1").toAbsolutePath().toString());

            policies.serve(adapter("v2", 2));
            assertThat(server.adapters).as("an answer still needs the first").hasSize(2);
            policies.release(used);
            policies.serve(adapter("v3", 3));

            assertThat(server.adapters).singleElement().satisfies(name -> assertThat(name)
                    .startsWith("support-v3-"));
            assertThat(policies.version()).contains(3L);
        }
    }

    @ParameterizedTest
    @EnumSource(
            value = Server.class,
            names = {"VLLM", "SGLANG"})
    void shouldTakeTheAdapterBesideWholeWeights(Server kind) throws IOException {
        try (InferenceDouble server = new InferenceDouble(kind, "ok")) {
            RemotePolicies policies = new RemotePolicies(server.settings(), "support");
            adapter("v4/adapter", 4);

            policies.serve(new PolicyManifest(4, directory.resolve("v4"), "aa"));

            assertThat(server.adapters).containsExactly("support-v4-aa");
            assertThat(asked(server, "/load_lora_adapter")
                            .get(0)
                            .body()
                            .path("lora_path")
                            .asText())
                    .isEqualTo(directory.resolve("v4/adapter").toAbsolutePath().toString());
        }
    }

    @ParameterizedTest
    @EnumSource(
            value = Server.class,
            names = {"VLLM", "SGLANG"})
    void shouldServeAnAdapterWhenTheServerHasItAlready(Server kind) throws IOException {
        try (InferenceDouble server = new InferenceDouble(kind, "ok")) {
            PolicyManifest manifest = adapter("v1", 1);
            new RemotePolicies(server.settings(), "support").serve(manifest);

            RemotePolicies afterRestart = new RemotePolicies(server.settings(), "support");
            afterRestart.serve(manifest);

            assertThat(afterRestart.version()).contains(1L);
        }
    }

    @Test
    void shouldNameTheModelsThatAreThereWhenTheBaseIsNot() throws IOException {
        try (InferenceDouble server = new InferenceDouble(Server.VLLM, "ok")) {
            RemoteSettings right = server.settings();
            RemoteSettings wrong = new RemoteSettings(
                    right.server(),
                    right.baseUrl(),
                    "",
                    "other",
                    right.modelDirectory(),
                    right.context(),
                    right.logProbs(),
                    right.connectTimeout(),
                    right.answerTimeout(),
                    right.retries(),
                    right.retryPause(),
                    right.maxRetryPause());

            RemotePolicies policies = new RemotePolicies(wrong, "support");

            assertThatThrownBy(() -> policies.serve(BASE))
                    .hasMessageContaining("'other'")
                    .hasMessageContaining(InferenceDouble.BASE)
                    .hasMessageContaining("generator.remote.base-model");
            assertThat(policies.version()).isEmpty();
            assertThat(server.asked)
                    .allSatisfy(asked -> assertThat(asked.authorization()).isEmpty());
        }
    }

    @Test
    void shouldKeepTheOldPolicyWhenTheProbeShowsThatTheServerCannotDoIt() throws IOException {
        try (InferenceDouble server = new InferenceDouble(Server.VLLM, "ok")) {
            RemotePolicies policies = new RemotePolicies(server.settings(), "support");
            policies.serve(BASE);
            PolicyManifest next = adapter("v1", 1);

            server.next(InferenceDouble.events("{\"choices\":[{\"text\":\"x\",\"finish_reason\":null}]}"));
            assertThatThrownBy(() -> policies.serve(next)).hasMessageContaining("return_token_ids");
            server.next(InferenceDouble.events());
            assertThatThrownBy(() -> policies.serve(next)).hasMessageContaining("drew no token");
            server.next(InferenceDouble.status(500, "{\"detail\":\"out of memory\"}"));
            assertThatThrownBy(() -> policies.serve(next)).hasMessageContaining("out of memory");

            assertThat(policies.version()).contains(0L);
            policies.serve(next);
            assertThat(policies.version()).contains(1L);
        }
    }

    @Test
    void shouldUnloadAnAdapterThatWasNeverServedWhenTheNextOneIs() throws IOException {
        try (InferenceDouble server = new InferenceDouble(Server.VLLM, "ok")) {
            RemotePolicies policies = new RemotePolicies(server.settings(), "support");
            policies.serve(BASE);
            PolicyManifest first = adapter("v1", 1);
            server.next(InferenceDouble.events());
            assertThatThrownBy(() -> policies.serve(first)).hasMessageContaining("drew no token");

            policies.serve(adapter("v2", 2));

            assertThat(server.adapters).singleElement().satisfies(name -> assertThat(name)
                    .startsWith("support-v2-"));
        }
    }

    @Test
    void shouldSayWhatIsWrongWhenAVersionIsNoAdapter() throws IOException {
        try (InferenceDouble server = new InferenceDouble(Server.VLLM, "ok")) {
            RemotePolicies policies = new RemotePolicies(server.settings(), "support");

            assertThatThrownBy(() -> policies.serve(new PolicyManifest(3, directory, "00")))
                    .hasMessageContaining("version 3")
                    .hasMessageContaining("adapter_config.json")
                    .hasMessageContaining("learner.policy.train to lora");
            PolicyManifest good = adapter("v1", 1);
            assertThatThrownBy(() -> policies.serve(new PolicyManifest(1, good.directory(), "00")))
                    .hasMessageContaining("sha256")
                    .hasMessageContaining(good.sha256());
            Files.delete(good.directory().resolve("adapter_model.safetensors"));
            assertThatThrownBy(() -> policies.serve(good)).hasMessageContaining("no weights");
            assertThat(server.asked).as("the server was not asked").isEmpty();
        }
    }

    @Test
    void shouldRefuseTheAdapterBesideWholeWeightsWhenItIsNotWhatWasPublished() throws IOException {
        try (InferenceDouble server = new InferenceDouble(Server.VLLM, "ok")) {
            RemotePolicies policies = new RemotePolicies(server.settings(), "support");
            PolicyManifest beside = adapter("v4/adapter", 4);
            PolicyManifest version = new PolicyManifest(4, directory.resolve("v4"), "aa");
            Path sums = directory.resolve("v4/SHA256SUMS");

            Files.writeString(sums, "aa  model.safetensors\nbb  adapter/adapter_model.safetensors\n");
            assertThatThrownBy(() -> policies.serve(version))
                    .hasMessageContaining("bb was published")
                    .hasMessageContaining(beside.sha256());
            assertThat(server.asked).as("the server was not asked").isEmpty();
            Files.writeString(sums, beside.sha256() + "  adapter/adapter_model.safetensors\n");
            policies.serve(version);

            assertThat(policies.version()).contains(4L);
        }
    }

    @Test
    void shouldTellHowToStartTheServerWhenItTakesNoAdapters() throws IOException {
        PolicyManifest manifest = adapter("v1", 1);
        InferenceDouble server = new InferenceDouble(Server.VLLM, "ok");
        RemotePolicies policies = new RemotePolicies(server.settings(), "support");
        server.refuseAdapters();
        assertThatThrownBy(() -> policies.serve(manifest))
                .hasMessageContaining("VLLM_ALLOW_RUNTIME_LORA_UPDATING")
                .hasMessageContaining(manifest.directory().toString());

        server.close();

        assertThatThrownBy(() -> policies.serve(manifest)).isInstanceOf(IOException.class);
    }

    private static List<Asked> asked(InferenceDouble server, String path) {
        return server.asked.stream().filter(each -> each.path().endsWith(path)).toList();
    }

    private PolicyManifest adapter(String name, long version) throws IOException {
        Path adapter = Files.createDirectories(directory.resolve(name));
        Files.writeString(adapter.resolve("adapter_config.json"), "{\"peft_type\":\"LORA\"}");
        Path weights = Files.writeString(adapter.resolve("adapter_model.safetensors"), "weights " + version);
        return new PolicyManifest(version, adapter, Digests.ofFile(weights));
    }
}
