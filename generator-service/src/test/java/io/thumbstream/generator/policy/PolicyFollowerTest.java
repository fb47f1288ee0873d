package io.thumbstream.generator.policy;

import static org.assertj.core.api.Assertions.assertThat;

import io.thumbstream.generator.ManualClock;
import io.thumbstream.generator.TinyPolicy;
import io.thumbstream.generator.policy.PolicyFollower.Outcome;
import io.thumbstream.model.checkpoint.Digests;
import io.thumbstream.model.lm.CausalLm;
import io.thumbstream.model.sample.PolicyHolder;
import io.thumbstream.model.tensor.Grad;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Following published policies with real files. */
class PolicyFollowerTest {
    private final ManualClock clock = new ManualClock();
    private final PolicyHolder policies = new PolicyHolder();
    private final PolicyLoader loader = new PolicyLoader(ai.djl.Device.cpu());
    private final PolicyFollower follower = new PolicyFollower(policies, loader::load, clock, Duration.ofSeconds(5));

    @BeforeEach
    void prepare() {
        Grad.prepareThread();
    }

    @AfterEach
    void close() {
        policies.close();
    }

    @Test
    void shouldServeTheWantedPolicyWhenItsFilesAreGood(@TempDir Path dir) throws IOException {
        follower.want(published(dir.resolve("v1"), 1, 7));

        assertThat(follower.update()).isEqualTo(Outcome.SWAPPED);
        assertThat(policies.version()).contains(1L);
        assertThat(follower.directory()).contains(dir.resolve("v1"));
        assertThat(follower.update()).isEqualTo(Outcome.NOTHING_TO_DO);
    }

    @Test
    void shouldServeAnOlderVersionWhenItIsPublishedAgain(@TempDir Path dir) throws IOException {
        PolicyManifest first = published(dir.resolve("v1"), 1, 7);
        follower.want(first);
        assertThat(follower.update()).isEqualTo(Outcome.SWAPPED);
        follower.want(published(dir.resolve("v2"), 2, 8));
        assertThat(follower.update()).isEqualTo(Outcome.SWAPPED);
        follower.want(first);
        assertThat(follower.update()).isEqualTo(Outcome.SWAPPED);

        assertThat(policies.version()).contains(1L);
    }

    @Test
    void shouldKeepTheOldPolicyWhenTheNewWeightsAreCorrupt(@TempDir Path dir) throws IOException {
        follower.want(published(dir.resolve("v1"), 1, 7));
        assertThat(follower.update()).isEqualTo(Outcome.SWAPPED);
        PolicyManifest second = published(dir.resolve("v2"), 2, 8);
        Path weights = dir.resolve("v2").resolve(CausalLm.WEIGHTS);
        byte[] good = Files.readAllBytes(weights);
        byte[] bad = good.clone();
        bad[bad.length - 3] ^= 0x40;
        Files.write(weights, bad);
        follower.want(second);

        assertThat(follower.update()).isEqualTo(Outcome.FAILED);

        assertThat(policies.version()).contains(1L);
        assertThat(follower.problem()).hasValueSatisfying(p -> assertThat(p).contains("version 2", "sha256"));
        assertThat(follower.update()).isEqualTo(Outcome.NOTHING_TO_DO);
        Files.write(weights, good);
        clock.advance(Duration.ofSeconds(5));
        assertThat(follower.update()).isEqualTo(Outcome.SWAPPED);
        assertThat(policies.version()).contains(2L);
        assertThat(follower.problem()).isEmpty();
    }

    @Test
    void shouldSayWhatIsMissingWhenTheDirectoryIsGone(@TempDir Path dir) {
        follower.want(new PolicyManifest(4, dir.resolve("nowhere"), "00"));

        assertThat(follower.update()).isEqualTo(Outcome.FAILED);
        assertThat(follower.problem())
                .hasValueSatisfying(p -> assertThat(p).contains("version 4", "nowhere", "restore"));
        assertThat(policies.version()).isEmpty();
    }

    @Test
    void shouldRefuseThePolicyWhenAWeightIsNotFinite(@TempDir Path dir) throws IOException {
        try (CausalLm model = TinyPolicy.model(3)) {
            model.parameters().get("model.norm.weight").muli(Float.NaN);
            model.save(dir);
        }
        follower.want(new PolicyManifest(5, dir, Digests.ofFile(dir.resolve(CausalLm.WEIGHTS))));

        assertThat(follower.update()).isEqualTo(Outcome.FAILED);
        assertThat(follower.problem()).hasValueSatisfying(p -> assertThat(p).contains("model.norm.weight"));
    }

    private static PolicyManifest published(Path directory, long version, long seed) throws IOException {
        try (CausalLm model = TinyPolicy.model(seed)) {
            model.save(directory);
        }
        return new PolicyManifest(version, directory, Digests.ofFile(directory.resolve(CausalLm.WEIGHTS)));
    }
}
