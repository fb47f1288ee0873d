package io.thumbstream.generator.schedule;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class ChunkBufferTest {
    @Test
    void shouldSendAtOnceAndThenCollectUntilTheIntervalIsOver() {
        ChunkBuffer buffer = new ChunkBuffer(Duration.ofMillis(30));
        Instant start = Instant.parse("2026-01-01T00:00:00Z");

        assertThat(buffer.add("a", start)).contains("a");
        assertThat(buffer.add("b", start.plusMillis(10))).isEmpty();
        assertThat(buffer.add("c", start.plusMillis(30))).contains("bc");
        assertThat(buffer.add("d", start.plusMillis(31))).isEmpty();
        assertThat(buffer.take()).isEqualTo("d");
        assertThat(buffer.take()).isEmpty();
        assertThat(buffer.nextSequence()).isZero();
        assertThat(buffer.nextSequence()).isEqualTo(1);
    }
}
