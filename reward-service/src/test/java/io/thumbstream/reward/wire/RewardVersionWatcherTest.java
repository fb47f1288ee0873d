package io.thumbstream.reward.wire;

import static org.assertj.core.api.Assertions.assertThat;

import io.thumbstream.model.checkpoint.Digests;
import io.thumbstream.model.reward.RewardModelFiles;
import io.thumbstream.reward.head.ScorerHolder;
import io.thumbstream.schemas.AvroSerdes;
import io.thumbstream.schemas.Topics;
import io.thumbstream.schemas.avro.ModelVersion;
import io.thumbstream.schemas.avro.SourcePosition;
import io.thumbstream.schemas.avro.VersionState;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Map;
import org.apache.kafka.clients.consumer.MockConsumer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RewardVersionWatcherTest {
    private final Path directory;
    private final ScorerHolder holder = new ScorerHolder();

    RewardVersionWatcherTest(@TempDir Path directory) {
        this.directory = directory;
    }

    @BeforeEach
    void writeDescription() throws IOException {
        Files.writeString(
                directory.resolve(RewardModelFiles.DESCRIPTION), "{\"sha256\": \"" + Digests.of("weights") + "\"}");
    }

    @Test
    void shouldUseAVersionWhoseDigestIsThePublishedOne() {
        try (RewardVersionWatcher watcher = watcher((path, name, version) -> TopologyBench.byLength(version))) {
            watcher.use(manifest(1, directory.toString(), Digests.of("weights")));
            assertThat(holder.version()).hasValue(1);
            watcher.use(manifest(2, directory.toUri().toString(), Digests.of("weights")));
            assertThat(holder.version()).hasValue(2);
        }
    }

    @Test
    void shouldKeepTheOldVersionWhenTheNewOneIsCorruptMissingOrUnreadable() {
        try (RewardVersionWatcher watcher = watcher((path, name, version) -> {
            if (version == 5) {
                throw new IOException("torn");
            }
            return TopologyBench.byLength(version);
        })) {
            watcher.use(manifest(1, directory.toString(), Digests.of("weights")));
            watcher.use(manifest(3, directory.toString(), Digests.of("other weights")));
            watcher.use(manifest(4, directory.resolve("absent").toString(), Digests.of("weights")));
            watcher.use(manifest(5, directory.toString(), Digests.of("weights")));
            assertThat(holder.version()).hasValue(1);
        }
    }

    private RewardVersionWatcher watcher(RewardModelLoader loader) {
        return new RewardVersionWatcher(
                "reward/support",
                () -> new MockConsumer<>("earliest"),
                new AvroSerdes("mock://watcher", Map.of()).decoder(Topics.REWARD_VERSIONS),
                loader,
                holder);
    }

    private static ModelVersion manifest(long version, String uri, String sha256) {
        return ModelVersion.newBuilder()
                .setModelName("reward/support")
                .setVersion(version)
                .setParent(version - 1)
                .setCheckpointUri(uri)
                .setSha256(sha256)
                .setState(VersionState.LIVE)
                .setConfigHash("")
                .setStep(version)
                .setTrainingLogPosition(new SourcePosition("thumbstream.training-log.v1", 0, version))
                .setAt(Instant.EPOCH)
                .build();
    }
}
