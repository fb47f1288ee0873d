package io.thumbstream.launcher.chaos;

import io.thumbstream.launcher.console.Progress;
import io.thumbstream.launcher.serve.ServedPart;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Does the deeds of a schedule to a fleet, each at its time, and keeps a record of them. */
final class Storm {
    private static final Duration LOOK_EVERY = Duration.ofMillis(250);
    private static final double MILLIS = 1000;

    private final Fleet fleet;
    private final Patience patience;
    private final Erasing erasing;
    private final Map<Deed.Verb, Long> counts = new EnumMap<>(Deed.Verb.class);
    private final List<String> events = new ArrayList<>();

    /** How time passes between two deeds. */
    @FunctionalInterface
    interface Patience {
        /**
         * Waits.
         *
         * @throws InterruptedException when the process was asked to end
         */
        void await(Duration time) throws InterruptedException;
    }

    /** Where people go who ask to be erased. */
    interface Erasing {
        /** The next person asks, and the person's key is destroyed. */
        void forget() throws InterruptedException;

        /** Has the models rebuilt without the person who waits longest for it. */
        void rebuild() throws InterruptedException;
    }

    Storm(Fleet fleet, Erasing erasing, Patience patience) {
        this.fleet = fleet;
        this.erasing = erasing;
        this.patience = patience;
    }

    void rage(List<Deed> deeds, Progress progress) throws InterruptedException {
        long began = System.nanoTime();
        for (Deed deed : deeds) {
            Duration left = left(deed, began);
            while (left.compareTo(Duration.ZERO) > 0) {
                patience.await(left.compareTo(LOOK_EVERY) < 0 ? left : LOOK_EVERY);
                fleet.revive(part -> note(began, part, "ended by itself"));
                left = left(deed, began);
            }
            note(began, deed.part(), deed.verb().key());
            perform(deed);
            counts.merge(deed.verb(), 1L, Long::sum);
            progress.done(count(Deed.Verb.KILL));
        }
    }

    private void perform(Deed deed) throws InterruptedException {
        switch (deed.verb()) {
            case FORGET -> erasing.forget();
            case REBUILD -> erasing.rebuild();
            default -> fleet.perform(deed);
        }
    }

    private static Duration left(Deed deed, long began) {
        return deed.at().minusNanos(System.nanoTime() - began);
    }

    private void note(long began, ServedPart part, String what) {
        double seconds = Duration.ofNanos(System.nanoTime() - began).toMillis() / MILLIS;
        events.add(String.format(Locale.ROOT, "%.3f,%s,%s", seconds, part.key(), what));
    }

    /** How often {@code verb} was done. */
    long count(Deed.Verb verb) {
        return counts.getOrDefault(verb, 0L);
    }

    /** Every deed as {@code seconds,part,verb}, in order. */
    List<String> events() {
        return List.copyOf(events);
    }
}
