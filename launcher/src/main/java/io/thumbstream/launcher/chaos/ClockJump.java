package io.thumbstream.launcher.chaos;

import io.thumbstream.lab.report.Demand;
import io.thumbstream.lab.report.Figure;
import io.thumbstream.launcher.serve.ServedPart;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;

/**
 * A gateway whose clock jumps ahead and back: it is started again with a clock that goes ahead of everybody else's, and then with the
 * right one. What people say meanwhile happened later than all that comes after it.
 */
final class ClockJump implements Mischief {
    /** Nearly the hour from which on brokers refuse the time of a record. */
    static final Duration AHEAD = Duration.ofMinutes(55);

    private static final Duration READY_WITHIN = Duration.ofSeconds(60);
    private static final Duration LOOK_EVERY = Duration.ofMillis(500);

    private final Fleet fleet;
    private final List<String> command;
    private final Readying parts;
    private final Supplier<List<Instant>> times;
    private final InstantSource clock;
    private final Storm.Patience patience;
    private final AtomicBoolean over = new AtomicBoolean();

    /** Whether somebody may receive work. */
    @FunctionalInterface
    interface Readying {
        boolean ready() throws InterruptedException;
    }

    /**
     * Nothing has jumped yet.
     *
     * @param fleet has the gateway
     * @param command command line of a gateway with the other clock
     * @param parts whether all parts may receive work
     * @param times event times of all feedback in its topic
     * @param clock the right time
     * @param patience how time passes
     */
    ClockJump(
            Fleet fleet,
            List<String> command,
            Readying parts,
            Supplier<List<Instant>> times,
            InstantSource clock,
            Storm.Patience patience) {
        this.fleet = fleet;
        this.command = List.copyOf(command);
        this.parts = parts;
        this.times = times;
        this.clock = clock;
        this.patience = patience;
    }

    /** Lets a gateway with the other clock take the place of the gateway, and waits until it may receive work. */
    @Override
    public void begin() throws InterruptedException {
        fleet.send(ServedPart.GATEWAY, new Child.Errand(command, over::get));
        long deadline = System.nanoTime() + READY_WITHIN.toNanos();
        while (!parts.ready() && System.nanoTime() - deadline < 0) {
            patience.await(LOOK_EVERY);
        }
    }

    @Override
    public void act() {}

    /** Lets the gateway come back with the right clock. */
    @Override
    public void end() throws InterruptedException {
        over.set(true);
        fleet.perform(new Deed(Duration.ZERO, ServedPart.GATEWAY, Deed.Verb.END));
        fleet.start(ServedPart.GATEWAY);
    }

    @Override
    public Evidence evidence() {
        return judge(times.get(), clock.instant());
    }

    /** What is made of the times of feedback: some must lie as far ahead as the clock was. */
    static Evidence judge(List<Instant> times, Instant now) {
        Instant far = now.plus(AHEAD.dividedBy(2));
        long ahead = times.stream().filter(time -> time.isAfter(far)).count();
        List<String> faults = new ArrayList<>();
        if (ahead == 0) {
            faults.add("no vote was given while the clock was ahead, so nothing was tested");
        }
        return new Evidence(List.of(new Figure("clock-jump-votes-ahead", ahead, "votes", Demand.atLeast(1))), faults);
    }
}
