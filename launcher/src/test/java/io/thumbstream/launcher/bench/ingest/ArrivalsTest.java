package io.thumbstream.launcher.bench.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import io.thumbstream.launcher.bench.ingest.Arrivals.Arrival;
import io.thumbstream.launcher.bench.ingest.Arrivals.What;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ArrivalsTest {
    private static final int EVENTS = 5_000;
    private static final long SEED = 7;

    private final Arrivals arrivals = Arrivals.of(EVENTS, SEED);

    @Test
    void shouldComeOutOfOrderWithinTheBoundAndNeverBeforeTheyHappen() {
        List<Arrival> all = arrivals.all();
        long newest = 0;
        int behind = 0;
        for (int i = 0; i < all.size(); i++) {
            Arrival arrival = all.get(i);
            assertThat(arrival.arrivalMillis()).isGreaterThanOrEqualTo(arrival.eventMillis());
            assertThat(newest - arrival.eventMillis()).isLessThan(Arrivals.JITTER_MILLIS);
            behind += newest > arrival.eventMillis() ? 1 : 0;
            newest = Math.max(newest, arrival.eventMillis());
        }
        assertThat(behind).as("seed %d", SEED).isGreaterThan(EVENTS / 2);
        assertThat(arrivals.spanMillis()).isEqualTo(newest);
    }

    @Test
    void shouldHoldVotesAfterTheirAnswersAndLeaveSomeAnswersInSilence() {
        Map<Integer, Long> answered = new HashMap<>();
        arrivals.all().stream()
                .filter(arrival -> arrival.what() == What.ANSWER)
                .forEach(arrival -> answered.put(arrival.group(), arrival.eventMillis()));
        assertThat(arrivals.all()).hasSizeGreaterThanOrEqualTo(EVENTS).hasSizeLessThan(EVENTS + 4);
        assertThat(arrivals.all())
                .filteredOn(arrival -> arrival.what() != What.ANSWER)
                .allSatisfy(vote -> assertThat(vote.eventMillis() - answered.getOrDefault(vote.group(), Long.MAX_VALUE))
                        .isBetween(1L, (long) Arrivals.LAST_VOTE_MILLIS));
        double votes = arrivals.count(What.VOTE);
        assertThat(votes / arrivals.count(What.ANSWER)).isBetween(0.6, 0.8);
        assertThat(arrivals.count(What.CHANGED_VOTE) / votes).isBetween(0.05, 0.15);
        assertThat(arrivals.count(What.REPEATED_VOTE)).isPositive();
        assertThat(arrivals.labels()).isEqualTo(arrivals.count(What.VOTE) + arrivals.count(What.CHANGED_VOTE));
    }

    @Test
    void shouldBeDecidedByTheSeed() {
        assertThat(Arrivals.of(EVENTS, SEED).all()).isEqualTo(arrivals.all());
        assertThat(Arrivals.of(EVENTS, SEED + 1).all()).isNotEqualTo(arrivals.all());
    }
}
