package io.thumbstream.generator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.thumbstream.generator.policy.PolicyFollower.Outcome;
import io.thumbstream.generator.policy.PolicyManifest;
import io.thumbstream.model.checkpoint.Digests;
import io.thumbstream.model.lm.CausalLm;
import io.thumbstream.model.text.BpeTrainer;
import io.thumbstream.runtime.config.SettingsBinder;
import io.thumbstream.runtime.error.ConfigException;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LocalBackendTest {
    @Test
    void shouldRefuseACardThatIsNotThere() {
        ObjectNode tree = JsonNodeFactory.instance.objectNode().put("device", "cuda:999");
        GeneratorSettings settings = SettingsBinder.overlay(GeneratorSettings.defaults(), tree, "generator");

        assertThatThrownBy(() -> new LocalBackend(settings, Clock.systemUTC()))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("generator.device is cuda:999 but the tensor library can use");
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void shouldCompareAnswersWithTheFirstPolicyOnlyWhenItIsAskedTo(boolean enabled, @TempDir Path models)
            throws IOException {
        Path version = models.resolve("v00000000");
        try (CausalLm model = TinyPolicy.model(3)) {
            model.save(version);
        }
        BpeTrainer.train(List.of("a parcel"), TinyPolicy.VOCABULARY).write(version);
        String sha256 = Digests.ofFile(version.resolve(CausalLm.WEIGHTS));
        ObjectNode tree = JsonNodeFactory.instance.objectNode();
        tree.putObject("reference-log-probs").put("enabled", enabled);
        GeneratorSettings settings = SettingsBinder.overlay(GeneratorSettings.defaults(), tree, "generator");

        try (LocalBackend backend = new LocalBackend(settings, Clock.systemUTC())) {
            backend.prepareThread();
            backend.follower().want(new PolicyManifest(0, version, sha256));
            assertThat(backend.follower().update()).isEqualTo(Outcome.SWAPPED);

            try (Backend.Seat seat = backend.open(version)) {
                assertThat(seat.reference().map(reference -> reference.sha256()).orElse("nobody"))
                        .isEqualTo(enabled ? sha256 : "nobody");
                assertThat(seat.sampler().active()).isZero();
            }
        }
    }
}
