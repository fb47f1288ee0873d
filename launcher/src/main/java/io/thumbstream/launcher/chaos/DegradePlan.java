package io.thumbstream.launcher.chaos;

import io.thumbstream.launcher.serve.ServedPart;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * What is done to bring a condition about, and for how long: a pure function of the part.
 *
 * @param rounds one after the other; before the next the pipeline has recovered, or was given up
 */
record DegradePlan(List<Round> rounds) {
    private static final Duration OUTAGE = Duration.ofSeconds(30);
    /** Longer than the sessions of groups and the transactions of the frozen service. */
    private static final Duration FREEZE = Duration.ofSeconds(60);

    /** Many commits of both services. */
    private static final Duration MOVED = Duration.ofSeconds(20);

    private static final Duration MISCHIEF = Duration.ofSeconds(20);
    private static final Duration RESTART = Duration.ofSeconds(3);
    /** In the order in which they are upgraded: what people meet first, what everything stands on last. */
    private static final List<ServedPart> ROLLING = List.of(
            ServedPart.GATEWAY,
            ServedPart.GENERATOR,
            ServedPart.REWARD,
            ServedPart.LEARNER,
            ServedPart.REGISTRY,
            ServedPart.BROKER);

    DegradePlan {
        rounds = List.copyOf(rounds);
    }

    /**
     * A condition that is held once.
     *
     * @param hold for how long
     * @param trouble what is done to a process; empty where a {@link Mischief} makes the trouble
     */
    record Round(Duration hold, Optional<Trouble> trouble) {}

    /**
     * What is done to a process.
     *
     * @param whom to which
     * @param begin what begins the condition
     * @param end what ends it
     */
    record Trouble(ServedPart whom, Deed.Verb begin, Deed.Verb end) {}

    /** The plan of {@code part}. */
    static DegradePlan of(DegradePart part) {
        return new DegradePlan(
                switch (part) {
                    case BROKER_DOWN -> List.of(round(OUTAGE, ServedPart.BROKER, Deed.Verb.KILL, Deed.Verb.START));
                    case DISK_FULL -> List.of(new Round(OUTAGE, Optional.empty()));
                    case REGISTRY_DOWN -> List.of(round(OUTAGE, ServedPart.REGISTRY, Deed.Verb.KILL, Deed.Verb.START));
                    case ROLLING_RESTART ->
                        ROLLING.stream()
                                .map(whom -> round(RESTART, whom, Deed.Verb.END, Deed.Verb.START))
                                .toList();
                    case SLOW_CONSUMER -> List.of(round(FREEZE, ServedPart.REWARD, Deed.Verb.FREEZE, Deed.Verb.THAW));
                    case PARTITION_MOVED ->
                        List.of(new Round(MOVED, Optional.empty()), new Round(MOVED, Optional.empty()));
                    case CLOCK_BEHIND ->
                        ClockBehind.BEHIND.stream()
                                .map(time -> new Round(MISCHIEF, Optional.empty()))
                                .toList();
                    case CLOCK_JUMP, POISON, OVERSIZE, DUPLICATES, SCHEMA_EVOLUTION ->
                        List.of(new Round(MISCHIEF, Optional.empty()));
                });
    }

    private static Round round(Duration hold, ServedPart whom, Deed.Verb begin, Deed.Verb end) {
        return new Round(hold, Optional.of(new Trouble(whom, begin, end)));
    }
}
