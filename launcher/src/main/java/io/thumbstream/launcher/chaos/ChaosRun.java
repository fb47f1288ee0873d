package io.thumbstream.launcher.chaos;

import io.thumbstream.lab.drive.GoldRecorder;
import io.thumbstream.lab.drive.SimulatedUsers;
import io.thumbstream.lab.drive.VotePace;
import io.thumbstream.lab.tasks.SupportTask;
import io.thumbstream.lab.trace.RunLog;
import io.thumbstream.lab.trace.wire.RunLogReader;
import io.thumbstream.launcher.console.Interruption;
import io.thumbstream.launcher.console.Progress;
import io.thumbstream.launcher.serve.ServedPart;
import io.thumbstream.launcher.up.SettledLog;
import io.thumbstream.runtime.error.TransientException;
import io.thumbstream.runtime.random.SeededRandom;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;

/** One run: start all parts, let people vote while parts die, wait until it is quiet, end all, examine what is left. */
final class ChaosRun {
    private static final Duration READY_WITHIN = Duration.ofMinutes(3);
    private static final Duration LOOK_EVERY = Duration.ofMillis(500);
    private static final Duration DRAIN_WITHIN = Duration.ofMinutes(2);
    private static final Duration LABELS_WITHIN = Duration.ofMinutes(2);
    private static final Duration CLOSE_WITHIN = Duration.ofSeconds(20);
    private static final int GOLD_WINDOW_VOTES = 100;
    private static final int FIRST_VOTES = 10;
    private static final double NANOS = 1e9;

    private final ChaosSite site;
    private final ChaosPlan plan;
    private final Progress progress;
    private final Consumer<String> say;
    private final Clock clock;
    private final Readiness readiness;
    private final Journal journal = new Journal();

    /** @param say told in a few words what is being done */
    ChaosRun(ChaosSite site, ChaosPlan plan, Progress progress, Consumer<String> say, Clock clock) {
        this.site = site;
        this.plan = plan;
        this.progress = progress;
        this.say = say;
        this.clock = clock;
        this.readiness = new Readiness(site);
    }

    /**
     * Runs.
     *
     * @throws TransientException when a part does not become ready in time
     * @throws InterruptedException when the process was asked to end
     */
    ChaosResult run() throws IOException, InterruptedException {
        long began = System.nanoTime();
        Lived lived;
        try (Interruption interruption = Interruption.watch(CLOSE_WITHIN);
                Fleet fleet =
                        new Fleet(ChaosSchedule.parts(), part -> ChildCommand.of(part, site.file()), site.logs())) {
            lived = live(fleet, time -> await(interruption, time));
        }
        ErasedPeople erased = lived.erased();
        Aftermath.Verdict verdict = new Aftermath(site, say, progress).examine(journal.people(erased.people()));
        return new ChaosResult(
                lived.deeds(),
                lived.votes(),
                new ChaosResult.Erasures(plan.erasures(), erased.complete(), erased.refused()),
                verdict,
                (System.nanoTime() - began) / NANOS);
    }

    /** What happened while the parts ran. */
    private record Lived(ChaosResult.Deeds deeds, long votes, ErasedPeople erased) {}

    private Lived live(Fleet fleet, Storm.Patience patience) throws InterruptedException {
        start(fleet, patience);
        ErasedPeople erased =
                new ErasedPeople(site, fleet, journal, new SeededRandom(plan.seed()).child("erased-people"), say);
        Storm storm = new Storm(fleet, erased, patience);
        long votes;
        try (GoldRecorder gold = new GoldRecorder(site.home().resolve("gold.jsonl"), GOLD_WINDOW_VOTES);
                SimulatedUsers users = new SimulatedUsers(
                        site.settings().users().withSeed(plan.seed()),
                        site.gateway(),
                        SupportTask.load(),
                        gold,
                        clock,
                        VotePace.FREE,
                        journal)) {
            users.start();
            awaitVotes(users, patience);
            progress.phase("kills", plan.kills());
            storm.rage(ChaosSchedule.of(plan), progress);
            say.accept("waiting until all parts are back and every vote is given");
            awaitReady(ChaosSchedule.parts(), fleet, patience);
            if (!users.drain(DRAIN_WITHIN)) {
                say.accept("some votes could not be given; they count as not accepted");
            }
            votes = users.counts().votes();
        }
        RunLog unused = SettledLog.read(new RunLogReader(site.parts().sealedKafka(), site.model()), LABELS_WITHIN);
        say.accept("ending all parts");
        fleet.end();
        return new Lived(
                new ChaosResult.Deeds(
                        plan.kills(),
                        storm.count(Deed.Verb.KILL),
                        storm.count(Deed.Verb.FREEZE),
                        storm.count(Deed.Verb.END),
                        fleet.revived(),
                        storm.events()),
                votes,
                erased);
    }

    /** Without votes a storm shows little, and there is nobody who could ask to be erased. */
    private void awaitVotes(SimulatedUsers users, Storm.Patience patience) throws InterruptedException {
        long deadline = System.nanoTime() + READY_WITHIN.toNanos();
        while (users.counts().votes() < FIRST_VOTES && System.nanoTime() - deadline < 0) {
            patience.await(LOOK_EVERY);
        }
    }

    /** The broker first, then the registry: the others need both. */
    private void start(Fleet fleet, Storm.Patience patience) throws InterruptedException {
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

    private void awaitReady(List<ServedPart> parts, Fleet fleet, Storm.Patience patience) throws InterruptedException {
        long deadline = System.nanoTime() + READY_WITHIN.toNanos();
        for (ServedPart part : parts) {
            while (!readiness.of(part)) {
                if (System.nanoTime() - deadline > 0) {
                    throw new TransientException("the " + part.key() + " did not become ready within "
                            + READY_WITHIN.toSeconds() + " s; see " + fleet.log(part));
                }
                patience.await(LOOK_EVERY);
                fleet.revive(again -> say.accept("the " + again.key() + " ended by itself; see " + fleet.log(again)));
            }
        }
    }

    private static void await(Interruption interruption, Duration time) throws InterruptedException {
        if (interruption.await(time)) {
            throw new InterruptedException("ended before all was done; nothing was checked");
        }
    }
}
