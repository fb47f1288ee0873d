package io.thumbstream.launcher.chaos;

import io.thumbstream.lab.drive.GoldRecorder;
import io.thumbstream.lab.drive.SimulatedUsers;
import io.thumbstream.lab.drive.VotePace;
import io.thumbstream.lab.tasks.SupportTask;
import io.thumbstream.lab.trace.RunLog;
import io.thumbstream.lab.trace.wire.RunLogReader;
import io.thumbstream.launcher.console.Interruption;
import io.thumbstream.launcher.console.Progress;
import io.thumbstream.launcher.up.SettledLog;
import io.thumbstream.runtime.error.TransientException;
import io.thumbstream.runtime.random.SeededRandom;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.function.Consumer;

/** One run: start all parts, let people vote while parts die, wait until it is quiet, end all, examine what is left. */
final class ChaosRun {
    private static final Duration DRAIN_WITHIN = Duration.ofMinutes(2);
    private static final Duration LABELS_WITHIN = Duration.ofMinutes(2);
    private static final Duration CLOSE_WITHIN = Duration.ofSeconds(20);
    private static final int GOLD_WINDOW_VOTES = 100;
    private static final double NANOS = 1e9;

    private final ChaosSite site;
    private final ChaosPlan plan;
    private final Progress progress;
    private final Consumer<String> say;
    private final Clock clock;
    private final Launch launch;
    private final Journal journal = new Journal();

    /** @param say told in a few words what is being done */
    ChaosRun(ChaosSite site, ChaosPlan plan, Progress progress, Consumer<String> say, Clock clock) {
        this.site = site;
        this.plan = plan;
        this.progress = progress;
        this.say = say;
        this.clock = clock;
        this.launch = new Launch(site, say);
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
            lived = live(fleet, Launch.patience(interruption));
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
        launch.start(fleet, patience);
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
            launch.awaitVotes(users, patience);
            progress.phase("kills", plan.kills());
            storm.rage(ChaosSchedule.of(plan), progress);
            say.accept("waiting until all parts are back and every vote is given");
            launch.awaitReady(ChaosSchedule.parts(), fleet, patience);
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
}
