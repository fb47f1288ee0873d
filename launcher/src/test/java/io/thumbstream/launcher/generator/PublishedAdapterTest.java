package io.thumbstream.launcher.generator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.Device;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.thumbstream.generator.policy.PolicyManifest;
import io.thumbstream.generator.remote.RemotePolicies;
import io.thumbstream.generator.remote.RemoteSettings;
import io.thumbstream.learner.engine.FileVersions;
import io.thumbstream.learner.engine.InputRecord;
import io.thumbstream.learner.engine.Position;
import io.thumbstream.learner.engine.StepContext;
import io.thumbstream.learner.engine.StepPlan;
import io.thumbstream.learner.engine.VersionFiles;
import io.thumbstream.learner.policy.PolicyCore;
import io.thumbstream.learner.policy.PolicySettings;
import io.thumbstream.learner.replay.GroupRollout;
import io.thumbstream.learner.replay.RolloutGroup;
import io.thumbstream.model.lm.CausalLm;
import io.thumbstream.model.lm.LmConfig;
import io.thumbstream.model.lm.LoraAdapter;
import io.thumbstream.model.lm.LoraSettings;
import io.thumbstream.model.tensor.Grad;
import io.thumbstream.model.tensor.NativeThreads;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** From a step of the learner to an inference server: what is published is what the server is asked to load. */
@Timeout(60)
class PublishedAdapterTest {
    private static final LmConfig CONFIG = new LmConfig(12, 32, 2, 2, 2, 64, 16, 10_000, 1e-6, false);
    private static final int GROUPS = 2;
    private static final String TOKEN = "data: {\"choices\":[{\"text\":\"a\",\"token_ids\":[1],"
            + "\"logprobs\":{\"token_logprobs\":[-0.5]},\"finish_reason\":\"length\"}]}\n\ndata: [DONE]\n\n";

    private final List<JsonNode> loads = new CopyOnWriteArrayList<>();

    @TempDir
    Path directory = Path.of("set by the test framework");

    @SuppressWarnings("NullAway.Init") // set before each test
    private HttpServer server;

    @BeforeEach
    void start() throws IOException {
        Grad.prepareThread();
        NativeThreads.use(1);
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", this::answer);
        server.start();
    }

    @AfterEach
    void stop() {
        server.stop(0);
    }

    @Test
    void shouldHaveEveryVersionLoadedAsTheAdapterThatItHolds() throws IOException {
        Path first = directory.resolve("base");
        try (CausalLm base = CausalLm.create(CONFIG, 3, Device.cpu())) {
            base.save(first);
            Clock clock = Clock.fixed(Instant.EPOCH, ZoneOffset.UTC);
            try (PolicyCore learner = new PolicyCore(policy(), first, Device.cpu(), clock, 1, 5)) {
                FileVersions versions = new FileVersions(directory.resolve("versions"), 2);
                RemotePolicies policies = new RemotePolicies(remote(), "support");
                for (long version = 1; version <= 2; version++) {
                    step(learner, version);
                    VersionFiles.Stored stored = versions.save(version, learner::export);
                    policies.serve(new PolicyManifest(version, stored.directory(), stored.sha256()));
                    assertThat(policies.version()).contains(version);
                }
            }

            assertThat(loads).hasSize(2);
            assertThat(loads.get(0).path("lora_name").asText()).startsWith("support-v1-");
            assertThat(loads.get(1).path("lora_name").asText()).startsWith("support-v2-");
            for (JsonNode load : loads) {
                requireSum(base, Path.of(load.path("lora_path").asText()));
            }
        }
    }

    /** The base with what the server was asked to load is what an own generator would serve. */
    private static void requireSum(CausalLm base, Path folder) throws IOException {
        assertThat(folder).isAbsolute().hasFileName(LoraAdapter.FOLDER);
        try (CausalLm adapted = base.withAdapter(LoraAdapter.load(folder, base.config(), Device.cpu()));
                CausalLm sum = adapted.copy();
                CausalLm served = CausalLm.load(folder.resolve(".."), Device.cpu())) {
            assertThat(served.parameters().digest())
                    .isNotEqualTo(base.parameters().digest());
            for (String name : served.parameters().names()) {
                assertThat(served.parameters().get(name).toFloatArray())
                        .as(name)
                        .containsExactly(sum.parameters().get(name).toFloatArray(), within(1e-6f));
            }
        }
    }

    private static void step(PolicyCore learner, long number) {
        for (int g = 0; g < GROUPS; g++) {
            String id = number + "." + g;
            List<GroupRollout> rollouts = new ArrayList<>();
            for (int i = 0; i < 4; i++) {
                int[] tokens = {(int) number, g, i};
                float[] logProbs = {-2.5f, -2.5f, -2.5f};
                rollouts.add(new GroupRollout(
                        id + "." + i, new int[] {1 + g}, tokens, logProbs, number - 1, i, Optional.empty()));
            }
            RolloutGroup group = new RolloutGroup(id, 1, rollouts, Instant.ofEpochSecond(number));
            learner.accept(new InputRecord<>(new Position("experience", 0, GROUPS * number + g), id, 1, group));
        }
        StepPlan<RolloutGroup> plan =
                learner.plan(new StepContext(number, number, number - 1)).orElseThrow();
        assertThat(learner.apply(plan).skipped()).isEmpty();
    }

    private static PolicySettings policy() {
        PolicySettings usual = PolicySettings.defaults();
        return new PolicySettings(
                GROUPS,
                usual.maxWait(),
                4e-3,
                usual.weightDecay(),
                usual.maxGradientNorm(),
                usual.temperature(),
                usual.maxTokensPerPass(),
                usual.lanes(),
                usual.activationCheckpointing(),
                usual.precision(),
                usual.maxSkipsInARow(),
                usual.advantage(),
                usual.objective(),
                usual.stabilizers(),
                usual.selector(),
                usual.pairs(),
                usual.replay(),
                PolicySettings.Train.LORA,
                new LoraSettings(4, 8, LoraSettings.defaults().targets()),
                usual.trust());
    }

    private RemoteSettings remote() {
        RemoteSettings usual = RemoteSettings.defaults();
        return new RemoteSettings(
                RemoteSettings.Server.VLLM,
                URI.create("http://127.0.0.1:" + server.getAddress().getPort()),
                "",
                "base",
                directory.resolve("base"),
                CONFIG.context(),
                usual.logProbs(),
                usual.connectTimeout(),
                usual.answerTimeout(),
                usual.retries(),
                usual.retryPause(),
                usual.maxRetryPause());
    }

    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            String path = exchange.getRequestURI().getPath();
            JsonNode body =
                    new ObjectMapper().readTree(exchange.getRequestBody().readAllBytes());
            if (path.equals("/v1/load_lora_adapter")) {
                loads.add(body);
            }
            byte[] text = (path.equals("/v1/completions") ? TOKEN : "Success").getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(200, text.length);
            exchange.getResponseBody().write(text);
        }
    }
}
