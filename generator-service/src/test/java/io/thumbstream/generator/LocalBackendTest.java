package io.thumbstream.generator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.thumbstream.generator.policy.PolicyFollower.Outcome;
import io.thumbstream.generator.policy.PolicyManifest;
import io.thumbstream.generator.schedule.GroupPlan.PlannedAnswer;
import io.thumbstream.generator.schedule.PolicySamplers;
import io.thumbstream.model.checkpoint.Digests;
import io.thumbstream.model.lm.CausalLm;
import io.thumbstream.model.sample.Priority;
import io.thumbstream.model.sample.Sample;
import io.thumbstream.model.sample.SampleListener;
import io.thumbstream.model.sample.SampleRequest;
import io.thumbstream.model.sample.SamplingSettings;
import io.thumbstream.model.text.BpeTrainer;
import io.thumbstream.runtime.config.SettingsBinder;
import io.thumbstream.runtime.error.ConfigException;
import io.thumbstream.schemas.StartAnswers;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
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

    @Test
    void shouldSampleWithTheFirstPolicyBesideALaterOneWhenItsAnswersAreWanted(@TempDir Path models) throws IOException {
        for (int version = 0; version < 2; version++) {
            try (CausalLm model = TinyPolicy.model(3 + version)) {
                model.save(models.resolve("v0000000" + version));
            }
        }
        Path later = models.resolve("v00000001");
        BpeTrainer.train(List.of("a parcel"), TinyPolicy.VOCABULARY).write(later);
        ObjectNode tree = JsonNodeFactory.instance.objectNode();
        tree.putObject("start-answers").put("per-group", 1);
        GeneratorSettings settings = SettingsBinder.overlay(GeneratorSettings.defaults(), tree, "generator");

        try (LocalBackend backend = new LocalBackend(settings, Clock.systemUTC())) {
            backend.prepareThread();
            backend.follower().want(new PolicyManifest(1, later, Digests.ofFile(later.resolve(CausalLm.WEIGHTS))));
            assertThat(backend.follower().update()).isEqualTo(Outcome.SWAPPED);

            try (Backend.Seat seat = backend.open(later)) {
                assertThat(versionThatAnswers(seat.sampler(), "")).isEqualTo(1);
                assertThat(versionThatAnswers(seat.sampler(), StartAnswers.ARM)).isZero();
                assertThat(seat.reference()).isEmpty();
            }
        }
    }

    /** Version that draws an answer of this arm. */
    private static long versionThatAnswers(PolicySamplers sampler, String arm) {
        List<Sample> done = new ArrayList<>();
        SampleRequest request =
                new SampleRequest("g.0", new int[] {7, 8}, SamplingSettings.plain(3), 5, Priority.BACKGROUND);
        boolean taken = sampler.submit(new PlannedAnswer(0, request, arm, false, 2), new SampleListener() {
            @Override
            public void onDone(Sample sample) {
                done.add(sample);
            }

            @Override
            public void onFailure(String reason) {
                throw new AssertionError(reason);
            }
        });
        assertThat(taken).isTrue();
        assertThat(sampler.waiting(Priority.BACKGROUND)).isEqualTo(1);
        boolean busy = true;
        while (busy) {
            busy = sampler.step();
        }
        assertThat(sampler.active()).isZero();
        return done.get(0).versions().get(0).policyVersion();
    }
}
