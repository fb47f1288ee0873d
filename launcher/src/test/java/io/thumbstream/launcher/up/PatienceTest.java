package io.thumbstream.launcher.up;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

class PatienceTest {
    private static final Map<String, String> AT_ONE = Map.of("policy-step", "1", "model", "m");
    private static final Map<String, String> AT_TWO = Map.of("policy-step", "2", "model", "m");

    private final Patience patience = new Patience(Duration.ofSeconds(60));

    @Test
    void shouldEndWhenNothingChangesForTooLong() {
        assertThat(patience.lasts(AT_ONE, seconds(5))).isTrue();
        assertThat(patience.lasts(AT_ONE, seconds(65))).isTrue();
        assertThat(patience.lasts(AT_ONE, seconds(65) + 1)).isFalse();
    }

    @Test
    void shouldBeginAgainWithEveryChange() {
        assertThat(patience.lasts(AT_ONE, seconds(5))).isTrue();
        assertThat(patience.lasts(AT_TWO, seconds(64))).isTrue();
        assertThat(patience.lasts(AT_TWO, seconds(124))).isTrue();
        assertThat(patience.lasts(AT_TWO, seconds(125))).isFalse();
    }

    @Test
    void shouldNotTakeForwardAndBackwardForGettingOn() {
        Map<String, String> rebalancing = Map.of("state", "REBALANCING", "policy-step", "1");
        Map<String, String> running = Map.of("state", "RUNNING", "policy-step", "2");
        assertThat(patience.lasts(rebalancing, seconds(0))).isTrue();
        assertThat(patience.lasts(running, seconds(1))).isTrue();
        assertThat(patience.lasts(rebalancing, seconds(30))).isTrue();
        assertThat(patience.lasts(running, seconds(61))).isTrue();
        assertThat(patience.lasts(rebalancing, seconds(62))).isFalse();
    }

    @Test
    void shouldTellWhatChangedNowAndThen() {
        patience.lasts(AT_ONE, seconds(0));
        assertThat(patience.news(seconds(11))).isEmpty();
        patience.lasts(AT_TWO, seconds(12));
        assertThat(patience.news(seconds(12))).hasValue("{policy-step=2}");
        patience.lasts(AT_ONE, seconds(15));
        assertThat(patience.news(seconds(15))).isEmpty();
        assertThat(patience.news(seconds(22))).hasValue("{policy-step=1}");
        assertThat(patience.news(seconds(40))).isEmpty();
    }

    private static long seconds(long seconds) {
        return Duration.ofSeconds(seconds).toNanos();
    }
}
