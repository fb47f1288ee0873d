package io.thumbstream.launcher.bench.ingest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.thumbstream.runtime.error.FatalException;
import io.thumbstream.runtime.error.TransientException;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class WaitingTest {
    private static final Duration LONG = Duration.ofSeconds(60);

    @Test
    void shouldWaitUntilItIsReachedOrSayWhatDidNotCome() {
        AtomicLong looks = new AtomicLong();
        Waiting.until("the third look", LONG, () -> looks.incrementAndGet() == 3);
        assertThat(looks).hasValue(3);
        assertThatThrownBy(() -> Waiting.until("the gateway", Duration.ZERO, () -> false))
                .isInstanceOf(TransientException.class)
                .hasMessageContaining("the gateway did not come within 0 s");
    }

    @Test
    void shouldCountToTheEndOrToAStandstill() {
        AtomicLong count = new AtomicLong();
        assertThat(Waiting.settled(5, LONG, count::incrementAndGet)).isEqualTo(5);
        assertThat(Waiting.settled(5, Duration.ZERO, () -> 2)).isEqualTo(2);
    }

    @Test
    void shouldGiveTheResultsOfAllLanesInOrder() throws InterruptedException {
        assertThat(Lanes.run("lanes", 3, lane -> () -> "lane " + lane))
                .isEqualTo(List.of("lane 0", "lane 1", "lane 2"));
    }

    @Test
    void shouldFailWhenALaneFails() {
        assertThatThrownBy(() -> Lanes.run("lanes", 2, lane -> () -> {
                    throw new IOException("lane " + lane + " is blocked");
                }))
                .isInstanceOf(FatalException.class)
                .hasMessageContaining("lanes failed")
                .hasMessageContaining("is blocked");
    }
}
