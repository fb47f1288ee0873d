package io.thumbstream.launcher.chaos;

import static io.thumbstream.launcher.serve.ServedPart.LEARNER;

import io.thumbstream.launcher.serve.ServedPart;
import io.thumbstream.runtime.random.SeededRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * What is done when to which part: a pure function of the plan.
 *
 * <p>Seven events in ten are kills, two are freezes, one is a clean restart. A part that is down or frozen is left alone until it is
 * back; others are not, so that troubles overlap. Two freezes in five last longer than the 10 s after which brokers give up a
 * member of a group or a transaction.
 *
 * <p>Erasures are spread over the first part of the run, so that digests can be compared over the rest: no replay begins before the
 * last of them. An erasure has the learner for a while; in every second one the rebuilding process is killed once.
 */
final class ChaosSchedule {
    private static final double KILLS = 0.7;
    private static final double FREEZES = 0.2;
    private static final double LONG_FREEZES = 0.4;
    private static final double LONGEST_DOWN_SECONDS = 3;
    private static final double ERASURES_BEFORE = 0.6;
    private static final double SHORTEST_READING_ON_SECONDS = 5;
    private static final double LONGEST_READING_ON_SECONDS = 20;
    private static final double KILLED_REBUILDS = 0.5;
    /** What a rebuild may take whatever there is to learn again: its start, its checks, one kill. */
    private static final double REBUILD_SECONDS = 60;
    /** What it may take beyond that, as a part of the time that was lived: thrice what a replay takes on a machine of its own. */
    private static final double REBUILD_SHARE = 0.5;

    private static final double MILLIS = 1000;
    /** How often each part is chosen, relative to the others. */
    private static final Map<ServedPart, Integer> WEIGHTS = new EnumMap<>(Map.of(
            LEARNER,
            6,
            ServedPart.REWARD,
            4,
            ServedPart.GENERATOR,
            3,
            ServedPart.GATEWAY,
            3,
            ServedPart.BROKER,
            2,
            ServedPart.REGISTRY,
            1));

    private final SeededRandom random;
    private final Map<ServedPart, Double> busyUntil = new EnumMap<>(ServedPart.class);
    private final List<Deed> deeds = new ArrayList<>();

    private ChaosSchedule(SeededRandom random) {
        this.random = random;
    }

    /** The deeds of {@code plan} in the order of their times. */
    static List<Deed> of(ChaosPlan plan) {
        ChaosSchedule schedule = new ChaosSchedule(new SeededRandom(plan.seed()).child("chaos"));
        double pause = plan.pause().toMillis() / MILLIS;
        double now = 0;
        int kills = 0;
        for (int erasures = 0; kills < plan.kills() || erasures < plan.erasures(); ) {
            now += schedule.between(pause / 2, pause * 3 / 2);
            if (erasures < plan.erasures() && kills >= killsBefore(erasures, plan) && schedule.idle(LEARNER, now)) {
                kills += schedule.erasure(now, kills < plan.kills()) ? 1 : 0;
                erasures++;
            } else if (kills < plan.kills()) {
                kills += schedule.event(now) ? 1 : 0;
            }
        }
        return schedule.deeds.stream().sorted(Comparator.comparing(Deed::at)).toList();
    }

    /** Parts that take part, in the order of their start. */
    static List<ServedPart> parts() {
        return WEIGHTS.keySet().stream().sorted().toList();
    }

    private static double killsBefore(int erasures, ChaosPlan plan) {
        return ERASURES_BEFORE * plan.kills() * (erasures + 1) / (plan.erasures() + 1);
    }

    private boolean idle(ServedPart part, double now) {
        return busyUntil.getOrDefault(part, 0.0) <= now;
    }

    /** Adds one erasure; gives whether the process that rebuilds is killed. */
    private boolean erasure(double now, boolean mayKill) {
        double rebuild = now + between(SHORTEST_READING_ON_SECONDS, LONGEST_READING_ON_SECONDS);
        pair(LEARNER, Deed.Verb.FORGET, now, Deed.Verb.REBUILD, rebuild - now);
        boolean kill = mayKill && random.nextDouble() < KILLED_REBUILDS;
        if (kill) {
            pair(LEARNER, Deed.Verb.KILL, rebuild + between(2, 15), Deed.Verb.START, between(0, LONGEST_DOWN_SECONDS));
        }
        busyUntil.put(LEARNER, rebuild + REBUILD_SECONDS + REBUILD_SHARE * rebuild);
        return kill;
    }

    /** Adds one event; gives whether it is a kill. */
    private boolean event(double now) {
        List<ServedPart> idle = parts().stream().filter(part -> idle(part, now)).toList();
        if (idle.isEmpty()) {
            return false;
        }
        ServedPart part = choose(idle);
        double dice = random.nextDouble();
        if (dice < KILLS) {
            pair(part, Deed.Verb.KILL, now, Deed.Verb.START, between(0, LONGEST_DOWN_SECONDS));
            return true;
        }
        if (dice < KILLS + FREEZES) {
            boolean lasting = random.nextDouble() < LONG_FREEZES;
            pair(part, Deed.Verb.FREEZE, now, Deed.Verb.THAW, lasting ? between(12, 25) : between(1, 5));
        } else {
            pair(part, Deed.Verb.END, now, Deed.Verb.START, between(0, LONGEST_DOWN_SECONDS));
        }
        return false;
    }

    private ServedPart choose(List<ServedPart> idle) {
        int total = idle.stream().mapToInt(ChaosSchedule::weight).sum();
        int ticket = random.nextInt(total);
        for (ServedPart part : idle) {
            ticket -= weight(part);
            if (ticket < 0) {
                return part;
            }
        }
        throw new IllegalStateException("a ticket of " + total + " was not drawn");
    }

    private static int weight(ServedPart part) {
        return WEIGHTS.getOrDefault(part, 0);
    }

    private void pair(ServedPart part, Deed.Verb first, double now, Deed.Verb then, double seconds) {
        deeds.add(new Deed(duration(now), part, first));
        deeds.add(new Deed(duration(now + seconds), part, then));
        busyUntil.put(part, now + seconds);
    }

    private double between(double low, double high) {
        return low + (high - low) * random.nextDouble();
    }

    private static Duration duration(double seconds) {
        return Duration.ofMillis(Math.round(seconds * MILLIS));
    }
}
