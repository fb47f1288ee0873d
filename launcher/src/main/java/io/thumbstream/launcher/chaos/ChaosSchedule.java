package io.thumbstream.launcher.chaos;

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
 */
final class ChaosSchedule {
    private static final double KILLS = 0.7;
    private static final double FREEZES = 0.2;
    private static final double LONG_FREEZES = 0.4;
    private static final double LONGEST_DOWN_SECONDS = 3;
    private static final double MILLIS = 1000;
    /** How often each part is chosen, relative to the others. */
    private static final Map<ServedPart, Integer> WEIGHTS = new EnumMap<>(Map.of(
            ServedPart.LEARNER, 6,
            ServedPart.REWARD, 4,
            ServedPart.GENERATOR, 3,
            ServedPart.GATEWAY, 3,
            ServedPart.BROKER, 2,
            ServedPart.REGISTRY, 1));

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
        for (int kills = 0; kills < plan.kills(); ) {
            now += schedule.between(pause / 2, pause * 3 / 2);
            kills += schedule.event(now) ? 1 : 0;
        }
        return schedule.deeds.stream().sorted(Comparator.comparing(Deed::at)).toList();
    }

    /** Parts that take part, in the order of their start. */
    static List<ServedPart> parts() {
        return WEIGHTS.keySet().stream().sorted().toList();
    }

    /** Adds one event; gives whether it is a kill. */
    private boolean event(double now) {
        List<ServedPart> idle = parts().stream()
                .filter(part -> busyUntil.getOrDefault(part, 0.0) <= now)
                .toList();
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
