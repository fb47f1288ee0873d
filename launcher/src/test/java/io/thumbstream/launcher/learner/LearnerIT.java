package io.thumbstream.launcher.learner;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.thumbstream.learner.LearnerReplay;
import io.thumbstream.learner.LearnerService;
import io.thumbstream.learner.ReplayOutcome;
import io.thumbstream.learner.ReplayRequest;
import io.thumbstream.model.checkpoint.Digests;
import io.thumbstream.schemas.TopicSpec;
import io.thumbstream.schemas.Topics;
import io.thumbstream.schemas.avro.ModelVersion;
import io.thumbstream.schemas.avro.StepInput;
import io.thumbstream.schemas.avro.TrainingStep;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Both learners on a real broker: versions come out, nothing is learned twice, and the log alone restores the weights.
 *
 * <p>Groups come in whole batches of eight, so that no step has to wait until a part of one is old enough.
 */
class LearnerIT {
    private static final String POLICY = "policy/support";

    private final Path dataDir;

    LearnerIT(@TempDir Path dataDir) {
        this.dataDir = dataDir;
    }

    @Test
    void shouldRestoreTheSameWeightsFromTheLogWhenAllCheckpointsAreLost() throws IOException {
        try (LearnerBench bench = new LearnerBench(dataDir)) {
            LearnerService first = bench.service();
            bench.poison(Topics.EXPERIENCE);
            bench.experience(0, 24);
            bench.labels(0, 64);
            awaitUsed(bench, 24);
            LearnerBench.await(() -> published(bench, true) >= 1 && published(bench, false) >= 1);
            first.close();
            assertThat(bench.deadLetters(Topics.EXPERIENCE)).isEqualTo(1);
            assertWeightsAreAsAnnounced(bench);

            LearnerService second = bench.service();
            long versionBefore = published(bench, true);
            bench.experience(24, 40);
            awaitUsed(bench, 40);
            LearnerBench.await(() -> published(bench, true) > versionBefore);
            second.close();
            String weights = newestDigest("policy");
            String reward = newestDigest("reward");
            long steps = steps(bench).size();

            delete(dataDir.resolve("learner"));
            LearnerService third = bench.service();
            assertThat(third.info()).containsEntry("policy-state", "learning");
            assertThat(third.info()).containsEntry("policy-step", Long.toString(steps));
            third.close();

            assertThat(newestDigest("policy")).isEqualTo(weights);
            assertThat(newestDigest("reward")).isEqualTo(reward);
            assertStepsAreExact(bench);
        }
    }

    @Test
    void shouldRebuildEveryVersionFromTheTopicsAlone(@TempDir Path folder) {
        try (LearnerBench bench = new LearnerBench(dataDir)) {
            LearnerService live = bench.service();
            bench.experience(0, 24);
            bench.labels(0, 64);
            awaitUsed(bench, 24);
            LearnerBench.await(() -> published(bench, true) >= 1 && published(bench, false) >= 1);
            live.close();

            assertRebuilt(bench, folder, ReplayRequest.Learner.POLICY, Topics.POLICY_VERSIONS);
            assertRebuilt(bench, folder, ReplayRequest.Learner.REWARD, Topics.REWARD_VERSIONS);
        }
    }

    private static void assertRebuilt(
            LearnerBench bench, Path folder, ReplayRequest.Learner learner, TopicSpec<ModelVersion> topic) {
        ModelVersion newest = bench.read(topic).stream()
                .max(Comparator.comparingLong(ModelVersion::getVersion))
                .orElseThrow();
        ReplayRequest all =
                new ReplayRequest(learner, OptionalLong.empty(), OptionalLong.empty(), Optional.empty(), true);
        ReplayOutcome whole = bench.replay(folder.resolve("all-" + learner)).run(all, new Silent());
        assertThat(whole.versions()).isEqualTo(newest.getVersion());
        assertThat(whole.differing()).isEmpty();
        assertThat(whole.result().mismatches()).isEmpty();

        ReplayRequest one = new ReplayRequest(
                learner, OptionalLong.of(newest.getVersion()), OptionalLong.empty(), Optional.empty(), false);
        ReplayOutcome exact = bench.replay(folder.resolve("one-" + learner)).run(one, new Silent());
        assertThat(exact.result().step()).isEqualTo(newest.getStep());
        assertThat(exact.sha256()).isEqualTo(newest.getSha256());
    }

    private static final class Silent implements LearnerReplay.Progress {
        @Override
        public void begins(long lastStep) {
            assertThat(lastStep).isPositive();
        }

        @Override
        public void reached(long step) {
            assertThat(step).isPositive();
        }
    }

    private static List<TrainingStep> steps(LearnerBench bench) {
        return bench.read(Topics.TRAINING_LOG).stream()
                .filter(step -> step.getLearner().equals(POLICY))
                .toList();
    }

    private static void awaitUsed(LearnerBench bench, int groups) {
        LearnerBench.await(() ->
                steps(bench).stream().mapToInt(step -> step.getInputs().size()).sum() >= groups);
    }

    private static void assertStepsAreExact(LearnerBench bench) {
        List<TrainingStep> steps = steps(bench);
        assertThat(steps.stream().map(TrainingStep::getStep))
                .containsExactlyElementsOf(
                        LongStream.rangeClosed(1, steps.size()).boxed().toList());
        assertThat(steps.stream().flatMap(step -> step.getInputs().stream()).map(StepInput::getId))
                .doesNotHaveDuplicates()
                .hasSize(40);
    }

    private static long published(LearnerBench bench, boolean policy) {
        return bench.read(policy ? Topics.POLICY_VERSIONS : Topics.REWARD_VERSIONS).stream()
                .mapToLong(ModelVersion::getVersion)
                .max()
                .orElse(0);
    }

    private static void assertWeightsAreAsAnnounced(LearnerBench bench) throws IOException {
        ModelVersion newest = bench.read(Topics.POLICY_VERSIONS).stream()
                .max(Comparator.comparingLong(ModelVersion::getVersion))
                .orElseThrow();
        Path directory = Path.of(URI.create(newest.getCheckpointUri()));
        assertThat(directory.resolve("config.json")).exists();
        assertThat(Digests.ofFile(directory.resolve("model.safetensors"))).isEqualTo(newest.getSha256());
        assertThat(newest.getTrainingLogPosition().getOffset()).isNotNegative();
    }

    private String newestDigest(String learner) throws IOException {
        try (Stream<Path> all =
                Files.list(dataDir.resolve("learner").resolve(learner).resolve("support"))) {
            Path newest = all.max(Comparator.naturalOrder()).orElseThrow();
            return new ObjectMapper()
                    .readTree(newest.resolve("state.json").toFile())
                    .path("digest")
                    .asText();
        }
    }

    static void delete(Path directory) throws IOException {
        try (Stream<Path> walk = Files.walk(directory)) {
            for (Path path : walk.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(path);
            }
        }
    }
}
