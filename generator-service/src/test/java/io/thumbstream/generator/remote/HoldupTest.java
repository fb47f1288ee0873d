package io.thumbstream.generator.remote;

import static org.assertj.core.api.Assertions.assertThat;

import io.thumbstream.generator.ManualClock;
import io.thumbstream.generator.remote.RemoteException.Kind;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Pauses of 500 ms that double up to 30 s, as the defaults have it. */
class HoldupTest {
    private static final RemoteException FAILURE = new RemoteException(Kind.UNAVAILABLE, "down");

    private final ManualClock clock = new ManualClock();
    private final Holdup holdup = new Holdup(RemoteSettings.defaults(), clock);

    @Test
    void shouldPauseTwiceAsLongEachTimeUpToTheLongest() {
        for (int millis : new int[] {500, 1000, 2000, 4000, 8000, 16_000, 30_000, 30_000}) {
            holdup.failed(FAILURE);
            clock.advance(Duration.ofMillis(millis - 1));
            assertThat(holdup.pausing()).as("after %d ms", millis - 1).isTrue();
            clock.advance(Duration.ofMillis(1));
            assertThat(holdup.pausing()).as("after %d ms", millis).isFalse();
            assertThat(holdup.doubtful()).isTrue();
        }
    }

    @Test
    void shouldCountFailuresOfOneMomentOnce() {
        for (int i = 0; i < 10; i++) {
            holdup.failed(FAILURE);
        }
        clock.advance(Duration.ofMillis(500));

        assertThat(holdup.pausing()).isFalse();
    }

    @Test
    void shouldWaitAsLongAsTheServerAsksButNotForever() {
        holdup.failed(new RemoteException(Kind.UNAVAILABLE, "busy", Optional.of(Duration.ofSeconds(7))));
        clock.advance(Duration.ofMillis(6999));
        assertThat(holdup.pausing()).isTrue();
        clock.advance(Duration.ofMillis(1));
        assertThat(holdup.pausing()).isFalse();

        holdup.failed(new RemoteException(Kind.UNAVAILABLE, "busy", Optional.of(Duration.ofDays(1))));
        clock.advance(Duration.ofSeconds(30));
        assertThat(holdup.pausing()).isFalse();
    }

    @Test
    void shouldForgetFailuresWhenATokenWasDrawn() {
        holdup.failed(FAILURE);
        clock.advance(Duration.ofSeconds(1));
        holdup.failed(FAILURE);
        holdup.passed();
        assertThat(holdup.pausing()).isFalse();
        assertThat(holdup.doubtful()).isFalse();

        holdup.failed(FAILURE);
        clock.advance(Duration.ofMillis(500));
        assertThat(holdup.pausing()).as("the first pause again").isFalse();
    }
}
