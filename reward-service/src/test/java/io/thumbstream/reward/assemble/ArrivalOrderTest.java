package io.thumbstream.reward.assemble;

import static org.assertj.core.api.Assertions.assertThat;

import io.thumbstream.reward.event.Event;
import io.thumbstream.reward.event.FeedbackEvent;
import io.thumbstream.reward.event.FeedbackKind;
import io.thumbstream.reward.event.Label;
import io.thumbstream.runtime.random.SeededRandom;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The output is a function of events and their times: arrival inside the bound, ticks and duplicates change nothing. */
class ArrivalOrderTest {
    private static final long BOUND_MILLIS = 500;
    private static final int GROUPS = 12;

    static LongStream seeds() {
        String fixed = System.getProperty("thumbstream.seed");
        return fixed == null ? LongStream.range(0, 60) : LongStream.of(Long.parseLong(fixed));
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void shouldGiveTheSameOutputWhenArrivalIsShuffledInsideTheBound(long seed) {
        List<Event> events = schedule(new SeededRandom(seed));

        List<Output> inOrder = run(events, new SeededRandom(seed).child("ticks-a"));
        List<Output> shuffled =
                run(shuffle(events, new SeededRandom(seed).child("order")), new SeededRandom(seed).child("ticks-b"));

        assertThat(shuffled).as("re-run with -Dthumbstream.seed=%d", seed).isEqualTo(inOrder);
        assertThat(inOrder).isNotEmpty();
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void shouldAccountForEveryVoteExactlyOnceWhenVotesAreRepeated(long seed) {
        List<Event> events = schedule(new SeededRandom(seed));
        Bench bench = new Bench();
        bench.outputs.addAll(run(events, new SeededRandom(seed).child("ticks")));

        Set<String> sent = events.stream()
                .filter(FeedbackEvent.class::isInstance)
                .map(Event::id)
                .collect(Collectors.toCollection(HashSet::new));
        Set<String> accounted = new HashSet<>();
        bench.labels().forEach(label -> accounted.addAll(label.feedbackIds()));
        bench.refused().forEach(refused -> accounted.add(refused.feedback().id()));

        assertThat(accounted).as("re-run with -Dthumbstream.seed=%d", seed).isEqualTo(sent);
        assertThat(bench.labels()).as("one revision for every vote that counts").hasSize((int) (sent.size()
                - bench.refused().stream()
                        .map(each -> each.feedback().id())
                        .distinct()
                        .count()));
        assertThat(bench.labels().stream().map(label -> label.id() + "#" + label.revision()))
                .doesNotHaveDuplicates();
        assertThat(bench.labels()).extracting(Label::value).allMatch(value -> value >= 0 && value <= 1);
    }

    /** Groups of two answers with votes, changes, undos, pairs, strays and repeated records. */
    private static List<Event> schedule(SeededRandom random) {
        List<Event> events = new ArrayList<>();
        for (int g = 0; g < GROUPS; g++) {
            String group = "g" + g;
            long start = 10_000 + random.nextInt(4_000);
            events.add(Events.rollout(group, 0, 2, start));
            events.add(Events.rollout(group, 1, 2, start + random.nextInt(900)));
            for (int v = 0; v < random.nextInt(5); v++) {
                long at = start - 300 + random.nextInt(5_000);
                String id = group + "v" + v;
                double value = random.nextInt(2) * 2 - 1;
                FeedbackEvent vote =
                        switch (random.nextInt(4)) {
                            case 0 -> Events.pair(id, group + ".0", group + ".1", value, at);
                            case 1 ->
                                Events.feedback(
                                        id, FeedbackKind.RATING, List.of(group + ".1"), 0.25, null, "ann", v, at);
                            case 2 -> Events.retract(id, group, group + "v" + Math.max(0, v - 1), "ann", at);
                            default -> Events.thumb(id, group + "." + random.nextInt(2), value, v, at);
                        };
                events.add(vote);
                if (random.nextInt(3) == 0) {
                    events.add(vote);
                }
            }
        }
        events.add(Events.thumb("stray", "nowhere.0", 1, 1, 12_000));
        events.sort(Comparator.comparingLong(Event::timeMicros));
        return events;
    }

    /** Delays every event by less than the bound: what arrives is never further behind than that. */
    private static List<Event> shuffle(List<Event> events, SeededRandom random) {
        record Arrival(long at, Event event) {}
        List<Arrival> arrivals = new ArrayList<>();
        for (Event event : events) {
            arrivals.add(new Arrival(event.timeMicros() + random.nextInt((int) BOUND_MILLIS * 1_000), event));
        }
        arrivals.sort(Comparator.comparingLong(Arrival::at));
        return arrivals.stream().map(Arrival::event).toList();
    }

    private static List<Output> run(List<Event> arrivals, SeededRandom ticks) {
        Bench bench = new Bench();
        long newest = Long.MIN_VALUE;
        for (Event event : arrivals) {
            newest = Math.max(newest, event.timeMicros());
            bench.take(event);
            if (ticks.nextInt(3) == 0) {
                bench.until(newest / 1_000 - BOUND_MILLIS);
            }
        }
        return bench.until(400_000).outputs;
    }
}
