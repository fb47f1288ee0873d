package io.thumbstream.launcher.chaos;

import io.thumbstream.gateway.wire.BrokerClock;
import io.thumbstream.lab.report.Demand;
import io.thumbstream.lab.report.Figure;
import io.thumbstream.launcher.serve.ServedPart;
import io.thumbstream.reward.wire.BrokerTime;
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
 * behind by more than any kind of feedback is waited for. By such a clock people judge answers before these are given. At last it is the
 * reward service: by such a clock all that people say lies in the future.
 */
final class ClockBehind implements Mischief {
    /** Longer than most windows of attribution, and longer than the longest; far longer than {@code reward.pace.max-future}. */
    static final List<Setting> SETTINGS = List.of(
            new Setting(ServedPart.GATEWAY, Duration.ofMinutes(55)),
            new Setting(ServedPart.GATEWAY, Duration.ofHours(25)),
            new Setting(ServedPart.REWARD, Duration.ofHours(25)));

    private final Function<Setting, ? extends Mischief> parts;
    private final Function<ServedPart, Path> logs;
    private final Supplier<List<Instant>> times;
    private final InstantSource clock;
    private final List<Spell> spells = new ArrayList<>();
    private Mischief current = Mischief.NONE;
    private Instant began = Instant.EPOCH;

    /**
     * Another clock.
     *
     * @param part who has it
     * @param behind how far it is behind
     */
    record Setting(ServedPart part, Duration behind) {}

    /**
     * How often parts said that their clock is behind.
     *
     * @param gateway how often a gateway did
     * @param reward how often a reward service did
     */
    record Warnings(long gateway, long reward) {
        boolean areEnough() {
            return gateway >= settings(ServedPart.GATEWAY) && reward >= settings(ServedPart.REWARD);
        }
    }

    /**
     * One time that a part had the other clock.
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
     * @param parts puts a part whose clock is so far behind into the place of the part, and takes it away
     * @param logs what each part says
     * @param times event times of all feedback in its topic
     * @param clock the right time
     */
    ClockBehind(
            Function<Setting, ? extends Mischief> parts,
            Function<ServedPart, Path> logs,
            Supplier<List<Instant>> times,
            InstantSource clock) {
        this.parts = parts;
        this.logs = logs;
        this.times = times;
        this.clock = clock;
    }

    @Override
    public void begin() throws InterruptedException {
        current = parts.apply(SETTINGS.get(spells.size()));
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
        Warnings warnings = new Warnings(
                warnings(ServedPart.GATEWAY, BrokerClock.BEHIND), warnings(ServedPart.REWARD, BrokerTime.BEHIND));
        return judge(spells, times.get(), warnings, clock.instant());
    }

    /** How often a part said that its clock is behind. */
    private long warnings(ServedPart part, String words) {
        Path said = logs.apply(part);
        if (!Files.exists(said)) {
            return 0;
        }
        try (Stream<String> lines = Files.lines(said, StandardCharsets.ISO_8859_1)) { // one that reads any bytes
            return lines.filter(line -> line.contains(words)).count();
        } catch (IOException e) {
            throw new UncheckedIOException(said + " cannot be read", e);
        }
    }

    private static long settings(ServedPart part) {
        return SETTINGS.stream().filter(setting -> setting.part() == part).count();
    }

    /**
     * What is made of it: each time people voted, no vote has a time that lies behind, and the part said what is wrong.
     *
     * @param times event times of all feedback
     * @param warnings how often parts said that their clock is behind
     * @param now the right time
     */
    static Evidence judge(List<Spell> spells, List<Instant> times, Warnings warnings, Instant now) {
        Instant far = now.minus(SETTINGS.get(0).behind().dividedBy(2));
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
        if (!warnings.areEnough()) {
            faults.add("a part whose clock was behind did not say so in its log");
        }
        return new Evidence(
                List.of(
                        new Figure("clock-behind-votes-meanwhile", meanwhile, "votes", Demand.atLeast(1)),
                        new Figure("clock-behind-votes-behind", behind, "votes", Demand.exactly(0)),
                        new Figure(
                                "clock-behind-said-why",
                                warnings.gateway(),
                                "times",
                                Demand.atLeast(settings(ServedPart.GATEWAY))),
                        new Figure(
                                "clock-behind-reward-said-why",
                                warnings.reward(),
                                "times",
                                Demand.atLeast(settings(ServedPart.REWARD)))),
                faults);
    }
}
