package io.thumbstream.learner.wire;

import static org.assertj.core.api.Assertions.assertThat;

import io.thumbstream.schemas.avro.ModelVersion;
import io.thumbstream.schemas.avro.SourcePosition;
import io.thumbstream.schemas.avro.VersionState;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Semantics locked here: the last live record is served; a way back holds until a record at or below its start undoes it. */
class ServedVersionTest {
    private final ServedVersion state = new ServedVersion();

    @Test
    void shouldNameTheLastAnnounced() {
        assertThat(state.named()).isEmpty();
        assertThat(state.crosses(live(1))).isFalse();
        assertThat(state.crosses(live(2))).isFalse();
        assertThat(state.named()).containsExactly(2L);
        assertThat(state.wayBack()).isEmpty();
    }

    @Test
    void shouldNotNameAVersionThatIsNotLive() {
        assertThat(state.crosses(live(1))).isFalse();
        assertThat(state.crosses(record(2, VersionState.RETIRED, Optional.empty())))
                .isFalse();
        assertThat(state.named()).containsExactly(1L);
    }

    @Test
    void shouldNameBothEndsOfAWayBackUntilItIsTakenBack() {
        assertThat(state.crosses(live(40))).isFalse();
        assertThat(state.crosses(back(5, 40))).isFalse();
        assertThat(state.named()).containsExactly(5L, 40L);
        assertThat(state.wayBack()).isPresent();

        assertThat(state.crosses(live(40))).isFalse();
        assertThat(state.named()).containsExactly(40L);
        assertThat(state.wayBack()).isEmpty();
    }

    @Test
    void shouldStillNameTheVersionGoneBackToWhenANewOneCrossedIt() {
        assertThat(state.crosses(back(5, 40))).isFalse();
        assertThat(state.crosses(live(41))).isTrue();
        assertThat(state.named()).containsExactly(5L, 40L, 41L);
    }

    private static ModelVersion live(long version) {
        return record(version, VersionState.LIVE, Optional.empty());
    }

    private static ModelVersion back(long version, long from) {
        return record(version, VersionState.LIVE, Optional.of(from));
    }

    private static ModelVersion record(long version, VersionState state, Optional<Long> from) {
        return ModelVersion.newBuilder()
                .setModelName("policy/test")
                .setVersion(version)
                .setParent(version - 1)
                .setCheckpointUri("file:/nowhere")
                .setSha256("0")
                .setState(state)
                .setGateResults(Map.of())
                .setConfigHash("0")
                .setStep(version)
                .setTrainingLogPosition(new SourcePosition("log", 0, version))
                .setAt(Instant.EPOCH)
                .setRolledBackFrom(from.orElse(null))
                .build();
    }
}
