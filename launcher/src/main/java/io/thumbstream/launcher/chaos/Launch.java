package io.thumbstream.launcher.chaos;

import io.thumbstream.lab.drive.SimulatedUsers;
import io.thumbstream.launcher.console.Interruption;
import io.thumbstream.launcher.serve.ServedPart;
import io.thumbstream.runtime.error.TransientException;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;

/** Brings all parts up in their order and waits until they may receive work. */
final class Launch {
    static final Duration LOOK_EVERY = Duration.ofMillis(500);
    private static final Duration READY_WITHIN = Duration.ofMinutes(3);
    private static final int FIRST_VOTES = 10;

    private final ChaosSite site;
    private final Consumer<String> say;
    private final Readiness readiness;

    /** @param say told in a few words what is being done */
    Launch(ChaosSite site, Consumer<String> say) {
        this.site = site;
        this.say = say;
        this.readiness = new Readiness(site);
    }

    /** Time that passes until the process is asked to end. */
    static Storm.Patience patience(Interruption interruption) {
        return time -> {
            if (interruption.await(time)) {
                throw new InterruptedException("ended before all was done; nothing was checked");
            }
        };
    }

    /**
     * Starts the broker first, then the registry: the others need both.
     *
     * @throws TransientException when a part does not become ready in time
     */
    void start(Fleet fleet, Storm.Patience patience) throws InterruptedException {
        say.accept("starting the parts in " + site.home() + ", each with its log below " + site.logs());
        for (ServedPart part : List.of(ServedPart.BROKER, ServedPart.REGISTRY)) {
            fleet.start(part);
            awaitReady(List.of(part), fleet, patience);
        }
        for (ServedPart part : ChaosSchedule.parts()) {
            if (part != ServedPart.BROKER && part != ServedPart.REGISTRY) {
                fleet.start(part);
            }
        }
        awaitReady(ChaosSchedule.parts(), fleet, patience);
    }

    /** Waits until {@code parts} may receive work, and starts again whoever ends by itself meanwhile. */
    void awaitReady(List<ServedPart> parts, Fleet fleet, Storm.Patience patience) throws InterruptedException {
        long deadline = System.nanoTime() + READY_WITHIN.toNanos();
        for (ServedPart part : parts) {
            while (!readiness.of(part)) {
                if (System.nanoTime() - deadline > 0) {
                    throw new TransientException("the " + part.key() + " did not become ready within "
                            + READY_WITHIN.toSeconds() + " s; see " + fleet.log(part));
                }
                patience.await(LOOK_EVERY);
                revive(fleet);
            }
        }
    }

    /** Whether every part may receive work now. */
    boolean ready() throws InterruptedException {
        for (ServedPart part : ChaosSchedule.parts()) {
            if (!readiness.of(part)) {
                return false;
            }
        }
        return true;
    }

    /** Starts again whoever ended by itself, as a supervisor would, and says so. */
    void revive(Fleet fleet) throws InterruptedException {
        fleet.revive(again -> say.accept("the " + again.key() + " ended by itself; see " + fleet.log(again)));
    }

    /** Waits for the first votes: without them trouble shows little, and there is nobody who could ask to be erased. */
    void awaitVotes(SimulatedUsers users, Storm.Patience patience) throws InterruptedException {
        long deadline = System.nanoTime() + READY_WITHIN.toNanos();
        while (users.counts().votes() < FIRST_VOTES && System.nanoTime() - deadline < 0) {
            patience.await(LOOK_EVERY);
        }
    }
}
