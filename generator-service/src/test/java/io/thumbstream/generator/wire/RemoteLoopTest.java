package io.thumbstream.generator.wire;

import static org.assertj.core.api.Assertions.assertThat;

import io.thumbstream.generator.ByteTokenizer;
import io.thumbstream.generator.ManualClock;
import io.thumbstream.generator.policy.PolicyManifest;
import io.thumbstream.generator.remote.InferenceDouble;
import io.thumbstream.generator.remote.RemotePolicies;
import io.thumbstream.generator.remote.RemoteSampler;
import io.thumbstream.generator.remote.RemoteSettings.Server;
import io.thumbstream.model.sample.SamplerSettings;
import io.thumbstream.schemas.avro.FinishReason;
import io.thumbstream.schemas.avro.Rollout;
import io.thumbstream.schemas.avro.RolloutChunk;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The whole loop with a server of this process in place of a model. */
@Timeout(120)
class RemoteLoopTest {
    @Test
    void shouldWriteRolloutsAndChunksAsOfOurOwnModelWhenAServerSamples() throws IOException {
        try (LoopRig rig = new LoopRig();
                InferenceDouble server = new InferenceDouble(Server.VLLM, "Gone.")) {
            RemotePolicies policies = new RemotePolicies(server.settings(), "support");
            policies.serve(new PolicyManifest(0, Path.of("nowhere"), "00"));
            try (RemoteSampler sampler = new RemoteSampler(
                    policies, new ByteTokenizer(), new SamplerSettings(4, 1, 100), () -> {}, new ManualClock())) {
                GeneratorLoop loop = rig.loop(sampler, 100);
                rig.prompt("g1", "where is it?", 2, true);
                while (rig.committed() < 1) {
                    rig.turns(loop, 1);
                }
            }

            List<Rollout> rollouts = rig.rollouts();
            assertThat(rollouts).hasSize(2).allSatisfy(rollout -> {
                assertThat(rollout.getTokens()).isNotEmpty().hasSameSizeAs(rollout.getBehaviourLogProbs());
                assertThat(rollout.getVersionSpans())
                        .singleElement()
                        .satisfies(span -> assertThat(span.getPolicyVersion()).isZero());
                assertThat(rollout.getEntropies()).isEmpty();
            });
            List<RolloutChunk> chunks = rig.chunks();
            assertThat(chunks.get(chunks.size() - 1).getFinishReason()).isNotEqualTo(FinishReason.ERROR);
            assertThat(chunks.stream().map(RolloutChunk::getText).collect(Collectors.joining()))
                    .isEqualTo(LoopRig.find(rollouts, "g1.0").getText());
        }
    }
}
