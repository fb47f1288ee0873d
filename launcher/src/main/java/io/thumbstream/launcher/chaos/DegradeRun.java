package io.thumbstream.launcher.chaos;

import io.thumbstream.lab.drive.GoldRecorder;
import io.thumbstream.lab.drive.SimulatedUsers;
import io.thumbstream.lab.drive.VotePace;
import io.thumbstream.lab.tasks.SupportTask;
import io.thumbstream.lab.trace.RunLog;
import io.thumbstream.lab.trace.VoteAudit;
import io.thumbstream.lab.trace.VoteRecord;
import io.thumbstream.lab.trace.wire.RunLogReader;
import io.thumbstream.launcher.chaos.DegradePlan.Round;
import io.thumbstream.launcher.chaos.DegradePlan.Trouble;
import io.thumbstream.launcher.chaos.DegradeResult.Lived;
import io.thumbstream.launcher.chaos.DegradeResult.Spell;
import io.thumbstream.launcher.console.Interruption;
import io.thumbstream.launcher.console.Progress;
import io.thumbstream.launcher.serve.ServedPart;
import io.thumbstream.launcher.up.SettledLog;
import io.thumbstream.runtime.error.TransientException;
import io.thumbstream.runtime.random.SeededRandom;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/** One condition in a pipeline of its own: start, bring it about, hold it, end it, wait for recovery, end all, examine what is left. */
final class DegradeRun {
    private static final Duration CALM = Duration.ofSeconds(10);
    private static final Duration GIVE_UP = Duration.ofMinutes(4);
    private static final Duration DRAIN_WITHIN = Duration.ofMinutes(2);
    private static final Duration LABELS_WITHIN = Duration.ofMinutes(2);
    private static final Duration CLOSE_WITHIN = Duration.ofSeconds(20);
    private static final int GOLD_WINDOW_VOTES = 100;
    private static final double NANOS = 1e9;

    private final ChaosSite site;
    private final DegradePart part;
    private final Progress progress;
    private final Consumer<String> say;
    private final Clock clock;
    private final Launch launch;
    private final SeededRandom random;
    private final Journal journal = new Journal();
    private final Witness witness;
    private final RunLogReader log;

    /** What is there while the parts run. */
    private record Scene(Fleet fleet, Storm.Patience patience, Mischief mischief) {}

    /** @param say told in a few words what is being done */
    DegradeRun(ChaosSite site, DegradePart part, Progress progress, Consumer<String> say, Clock clock) {
        this.site = site;
        this.part = part;
        this.progress = progress;
        this.say = say;
        this.clock = clock;
        this.launch = new Launch(site, say);
        this.random = new SeededRandom(site.settings().seed()).child(part.key());
        this.witness = new Witness(site.gateway(), site.model(), random.child("witness"), journal);
        // without the keys of people no vote could be read
        this.log = new RunLogReader(site.parts().sealedKafka(), site.model());
    }

    /**
     * Runs.
     *
     * @throws TransientException when a part does not become ready in time
     * @throws InterruptedException when the process was asked to end
     */
    DegradeResult run() throws IOException, InterruptedException {
        long began = System.nanoTime();
        Lived lived;
        try (Interruption interruption = Interruption.watch(CLOSE_WITHIN);
                Fleet fleet =
                        new Fleet(ChaosSchedule.parts(), each -> ChildCommand.of(each, site.file()), site.logs())) {
            lived = live(fleet, Launch.patience(interruption));
        }
        Aftermath.Verdict verdict = new Aftermath(site, say, progress).examine(journal.people(List.of()));
        return new DegradeResult(part, lived, verdict, (System.nanoTime() - began) / NANOS);
    }

    private Lived live(Fleet fleet, Storm.Patience patience) throws IOException, InterruptedException {
        launch.start(fleet, patience);
        Lived lived;
        try (GoldRecorder gold = new GoldRecorder(site.home().resolve("gold.jsonl"), GOLD_WINDOW_VOTES);
                SimulatedUsers users = new SimulatedUsers(
                        site.settings().users().withSeed(site.settings().seed()),
                        site.gateway(),
                        SupportTask.load(),
                        gold,
                        clock,
                        VotePace.FREE,
                        journal);
                Mischief mischief = mischief(fleet, patience)) {
            users.start();
            launch.awaitVotes(users, patience);
            witness.ask();
            lived = endure(new Scene(fleet, patience, mischief), users);
        }
        RunLog unused = SettledLog.read(log, LABELS_WITHIN);
        say.accept("ending all parts");
        fleet.end();
        return lived;
    }

    private Mischief mischief(Fleet fleet, Storm.Patience patience) {
        return switch (part) {
            case CLOCK_JUMP -> clockSet(fleet, ServedPart.GATEWAY, ClockJump.AHEAD, watched(fleet, patience));
            case CLOCK_BEHIND ->
                new ClockBehind(
                        setting ->
                                clockSet(fleet, setting.part(), setting.behind().negated(), watched(fleet, patience)),
                        fleet::log,
                        this::times,
                        clock);
            case PARTITION_MOVED -> SecondReward.beside(site, watched(fleet, patience));
            case DISK_FULL -> new FullDisk(fleet, site.home().resolve("kafka"), FullDisk.ENDS_WITHIN, patience);
            case POISON -> new PoisonMischief(site.parts().kafka(), random.child("poison"));
            case OVERSIZE ->
                new OversizeMischief(witness, site.parts().gateway(), () -> log.votes().stream()
                        .map(VoteRecord::id)
                        .collect(Collectors.toSet()));
            case DUPLICATES -> new DuplicateMischief(witness, random.child("duplicates"));
            case SCHEMA_EVOLUTION ->
                new SchemaMischief(
                        site.parts().sealedKafka(), witness, journal, random.child("schema"), clock, this::labelled);
            case BROKER_DOWN, REGISTRY_DOWN, ROLLING_RESTART, SLOW_CONSUMER -> Mischief.NONE;
        };
    }

    /**
     * Another clock for a part.
     *
     * @param ahead how far it is ahead; negative where it is behind
     */
    private ClockJump clockSet(Fleet fleet, ServedPart whose, Duration ahead, Storm.Patience patience) {
        List<String> options = List.of("--clock-ahead", ahead.toString());
        return new ClockJump(
                fleet,
                whose,
                ChildCommand.of(whose, site.file(), options),
                launch::ready,
                this::times,
                clock,
                patience);
    }

    private List<Instant> times() {
        return log.votes().stream().map(VoteRecord::at).toList();
    }

    /** Patience in which whoever ends by itself is started again. */
    private Storm.Patience watched(Fleet fleet, Storm.Patience patience) {
        return time -> {
            patience.await(time);
            launch.revive(fleet);
        };
    }

    private Lived endure(Scene scene, SimulatedUsers users) throws InterruptedException {
        vote(CALM, scene, Mischief.NONE);
        List<Round> rounds = DegradePlan.of(part).rounds();
        progress.phase(part.key(), rounds.size());
        List<Spell> spells = new ArrayList<>();
        for (Round round : rounds) {
            spells.add(endure(round, scene));
            progress.done(spells.size());
        }
        Evidence evidence = scene.mischief().evidence();
        say.accept("waiting until every vote is given");
        if (!users.drain(DRAIN_WITHIN)) {
            say.accept("some votes could not be given; they count as not accepted");
        }
        return new Lived(
                spells, witness.seen(), users.counts(), evidence, scene.fleet().revived());
    }

    private Spell endure(Round round, Scene scene) throws InterruptedException {
        Optional<Trouble> trouble = round.trouble();
        if (trouble.isPresent()) {
            perform(trouble.get(), trouble.get().begin(), scene.fleet());
        }
        scene.mischief().begin();
        long from = System.nanoTime();
        vote(round.hold(), scene, scene.mischief());
        long backlog = part == DegradePart.SLOW_CONSUMER ? unlabelled() : 0;
        long to = System.nanoTime();
        if (trouble.isPresent()) {
            perform(trouble.get(), trouble.get().end(), scene.fleet());
        }
        scene.mischief().end();
        return new Spell(from, to, backlog, recover(scene));
    }

    private static void perform(Trouble trouble, Deed.Verb verb, Fleet fleet) throws InterruptedException {
        fleet.perform(new Deed(Duration.ZERO, trouble.whom(), verb));
    }

    /** Lets time pass in which the witness votes and {@code mischief} is made. */
    private void vote(Duration time, Scene scene, Mischief mischief) throws InterruptedException {
        long until = System.nanoTime() + time.toNanos();
        while (System.nanoTime() - until < 0) {
            witness.vote();
            mischief.act();
            scene.patience().await(Launch.LOOK_EVERY);
            launch.revive(scene.fleet());
        }
    }

    private long unlabelled() {
        return VoteAudit.of(log.votes(), log.labels()).missing().size();
    }

    /** Seconds from now until all parts are ready and a vote that was given from now on has its label; NaN when that does not come. */
    private double recover(Scene scene) throws InterruptedException {
        long began = System.nanoTime();
        boolean ready = false;
        while (System.nanoTime() - began < GIVE_UP.toNanos()) {
            vote(Launch.LOOK_EVERY, scene, Mischief.NONE);
            ready = ready || launch.ready();
            Optional<String> vote = witness.acceptedSince(began);
            if (ready && vote.isPresent() && labelled(vote.get())) {
                return (System.nanoTime() - began) / NANOS;
            }
        }
        say.accept("the pipeline did not recover within " + GIVE_UP.toSeconds() + " s; see " + site.logs());
        return Double.NaN;
    }

    private Set<String> labelled() {
        return log.labels().stream()
                .flatMap(label -> label.feedbackIds().stream())
                .collect(Collectors.toSet());
    }

    private boolean labelled(String vote) {
        return labelled().contains(vote);
    }
}
