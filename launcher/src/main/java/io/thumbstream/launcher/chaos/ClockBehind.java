package io.thumbstream.launcher.chaos;

import io.thumbstream.gateway.wire.BrokerClock;
import io.thumbstream.lab.report.Demand;
import io.thumbstream.lab.report.Figure;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * A gateway whose clock is behind: it is started again with a clock that is nearly an hour behind everybody else's, then with one that is
 * behind by more than any kind of feedback is waited for. By such a clock people judge answers before these are given.
 */
final class ClockBehind implements Mischief {
    /** Longer than most windows of attribution, and longer than the longest. */
    static final List<Duration> BEHIND = List.of(Duration.ofMinutes(55), Duration.ofHours(25));

    private final Function<Duration, ? extends Mischief> gateways;
    private final Supplier<Path> log;
    private final Supplier<List<Instant>> times;
    private final InstantSource clock;
    private final List<Spell> spells = new ArrayList<>();
    private Mischief current = Mischief.NONE;
    private Instant began = Instant.EPOCH;

    /**
     * One time that the gateway had the other clock.
     *
     * @param from when it could receive work, by the right time
     * @param to when it was asked to end
     */
    record Spell(Instant from, Instant to) {
        boolean holds(Instant time) {
            return !time.isBefore(from) && !time.isAfter(to);
        }
    }

    /**
     * No clock is behind yet.
     *
     * @param gateways puts a gateway whose clock is so far behind into the place of the gateway, and takes it away
     * @param log what the gateways say
     * @param times event times of all feedback in its topic
     * @param clock the right time
     */
    ClockBehind(
            Function<Duration, ? extends Mischief> gateways,
            Supplier<Path> log,
            Supplier<List<Instant>> times,
            InstantSource clock) {
        this.gateways = gateways;
        this.log = log;
        this.times = times;
        this.clock = clock;
    }

    @Override
    public void begin() throws InterruptedException {
        current = gateways.apply(BEHIND.get(spells.size()));
        current.begin();
        began = clock.instant();
    }

    @Override
    public void act() {}

    @Override
    public void end() throws InterruptedException {
        spells.add(new Spell(began, clock.instant()));
        current.end();
    }

    @Override
    public Evidence evidence() {
        return judge(spells, times.get(), warnings(), clock.instant());
    }

    /** How often a gateway said that its clock is behind. */
    private long warnings() {
        Path said = log.get();
        if (!Files.exists(said)) {
            return 0;
        }
        try (Stream<String> lines = Files.lines(said, StandardCharsets.ISO_8859_1)) { // one that reads any bytes
            return lines.filter(line -> line.contains(BrokerClock.BEHIND)).count();
        } catch (IOException e) {
            throw new UncheckedIOException(said + " cannot be read", e);
        }
    }

    /**
     * What is made of it: each time people voted, no vote has a time that lies behind, and the gateway said what is wrong.
     *
     * @param times event times of all feedback
     * @param warnings how often a gateway said that its clock is behind
     * @param now the right time
     */
    static Evidence judge(List<Spell> spells, List<Instant> times, long warnings, Instant now) {
        Instant far = now.minus(BEHIND.get(0).dividedBy(2));
        long behind = times.stream().filter(time -> time.isBefore(far)).count();
        long meanwhile = spells.stream()
                .mapToLong(spell -> times.stream().filter(spell::holds).count())
                .min()
                .orElse(0);
        List<String> faults = new ArrayList<>();
        if (meanwhile == 0) {
            faults.add("no vote has a time at which the clock was behind, so nothing was tested");
        }
        if (behind > 0) {
            faults.add(behind + " votes have a time from before the pipeline began");
        }
        if (warnings < spells.size()) {
            faults.add("a gateway whose clock was behind did not say so in its log");
        }
        return new Evidence(
                List.of(
                        new Figure("clock-behind-votes-meanwhile", meanwhile, "votes", Demand.atLeast(1)),
                        new Figure("clock-behind-votes-behind", behind, "votes", Demand.exactly(0)),
                        new Figure("clock-behind-said-why", warnings, "times", Demand.atLeast(BEHIND.size()))),
                faults);
    }
}
