package io.thumbstream.lab.drive;

import io.thumbstream.lab.drive.Requests.Shown;
import io.thumbstream.lab.tasks.Grade;
import io.thumbstream.lab.tasks.SupportPrompt;
import io.thumbstream.lab.tasks.SupportTask;
import io.thumbstream.lab.users.Action;
import io.thumbstream.lab.users.Population;
import io.thumbstream.lab.users.Preference;
import io.thumbstream.lab.users.PreferenceDrift;
import io.thumbstream.lab.users.SimulatedUser;
import io.thumbstream.lab.users.UserSettings;
import io.thumbstream.runtime.random.SeededRandom;
import io.thumbstream.runtime.service.Service;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Simulated people who ask the gateway, wait, and give feedback; everything they decide follows from the seed and the answers
 * they get.
 *
 * <p>One scheduler thread owns all mutable state; HTTP runs beside it and reports back to that thread.
 */
public final class SimulatedUsers implements Service {
    private static final Logger LOG = LoggerFactory.getLogger(SimulatedUsers.class);
    private static final Duration TIMEOUT = Duration.ofSeconds(30);
    private static final Duration CLOSE_BUDGET = Duration.ofSeconds(5);
    private static final int ASK_ATTEMPTS = 20;

    private final UserSettings settings;
    private final SupportTask task;
    private final GoldRecorder gold;
    private final Clock clock;
    private final Population population;
    private final PreferenceDrift drift;
    private final SeededRandom random;
    private final Requests requests = new Requests();
    private final ScheduledThreadPoolExecutor scheduler;
    private final ExecutorService io;
    private final GatewayClient gateway;
    private final FeedbackSender feedback;
    private final OpenAsks asks;
    private final VotePace pace;
    private final UserJournal journal;
    private final Ledger ledger = new Ledger();

    private volatile boolean asking;
    private long questions; // scheduler thread
    private int underWay; // scheduler thread

    /** People of these settings who will use the gateway at {@code base}, for example {@code http://127.0.0.1:8080/}. */
    public SimulatedUsers(UserSettings settings, URI base, SupportTask task, GoldRecorder gold, Clock clock) {
        this(settings, base, task, gold, clock, VotePace.FREE);
    }

    /** The same, who vote no faster than {@code pace} says. */
    public SimulatedUsers(
            UserSettings settings, URI base, SupportTask task, GoldRecorder gold, Clock clock, VotePace pace) {
        this(settings, base, task, gold, clock, pace, UserJournal.NONE);
    }

    /** The same, who also write down what they were shown and what was accepted. */
    public SimulatedUsers(
            UserSettings settings,
            URI base,
            SupportTask task,
            GoldRecorder gold,
            Clock clock,
            VotePace pace,
            UserJournal journal) {
        this.pace = pace;
        this.journal = journal;
        this.settings = settings;
        this.task = task;
        this.gold = gold;
        this.clock = clock;
        this.population = Population.of(task, settings);
        this.drift = settings.preferenceDrift();
        this.random = new SeededRandom(settings.seed()).child("simulated-users").child(settings.votesBefore());
        this.scheduler = new ScheduledThreadPoolExecutor(1, runnable -> daemon(runnable, "simulated-users"));
        scheduler.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
        this.io = Executors.newFixedThreadPool(2, runnable -> daemon(runnable, "simulated-users-http"));
        this.gateway = new GatewayClient(base, TIMEOUT, scheduler, io);
        this.feedback = new FeedbackSender(gateway, scheduler, ledger, journal, clock.millis() * 1000);
        this.asks = new OpenAsks(gateway, scheduler, clock);
    }

    @Override
    public String name() {
        return "simulated-users";
    }

    @Override
    public void start() {
        asking = true;
        scheduler.execute(this::tick);
    }

    @Override
    public boolean alive() {
        return !scheduler.isShutdown();
    }

    @Override
    public boolean ready() {
        return asking;
    }

    @Override
    public Map<String, String> info() {
        return Map.of(
                "users", Integer.toString(settings.users()),
                "drift", settings.drift().name(),
                "seed", Long.toString(settings.seed()));
    }

    /** Returns what has happened so far. */
    public DriverCounts counts() {
        return ledger.counts();
    }

    /** Returns what the population wants now. */
    public Preference preference() {
        return drift.at(votes());
    }

    /** Accepted votes, those of earlier runs included. */
    private long votes() {
        return settings.votesBefore() + ledger.counts().votes();
    }

    /** Waits until so many votes are accepted; false when the time is up first. */
    public boolean awaitVotes(long votes, Duration atMost) throws InterruptedException {
        return ledger.await(now -> now.votes() >= votes, atMost);
    }

    /** Stops asking and waits until all feedback that people were thinking about is given; false when the time is up. */
    public boolean drain(Duration atMost) throws InterruptedException {
        // on the scheduler's thread: no question is half begun when it is done
        CompletableFuture.runAsync(this::stopAsking, scheduler).join();
        return ledger.await(DriverCounts::idle, atMost);
    }

    /** Stops asking, forgets feedback nobody has sent yet, and lets calls in flight end for at most 5 seconds. */
    @Override
    public void close() {
        asking = false;
        try {
            scheduler.execute(() -> {
                asks.forget();
                ledger.forget();
            });
            boolean quiet = ledger.await(DriverCounts::idle, CLOSE_BUDGET);
            LOG.atInfo()
                    .addKeyValue("quiet", quiet)
                    .addKeyValue("counts", ledger.counts())
                    .log("simulated users stopped");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            scheduler.shutdownNow();
            io.shutdownNow();
            gold.flush();
        }
    }

    private void stopAsking() {
        asking = false;
        asks.forget();
    }

    private void tick() {
        if (!asking) {
            return;
        }
        if (settings.maxVotes() > 0 && ledger.counts().votes() >= settings.maxVotes()) {
            asking = false;
            return;
        }
        SplittableRandom dice = new SplittableRandom(random.child(questions).nextLong());
        if (underWay < settings.concurrency()) {
            questions++;
            ask(dice);
        }
        double seconds = -Math.log(1 - dice.nextDouble()) / settings.answersPerSecond();
        var unused = scheduler.schedule(this::tick, (long) (seconds * 1e9), TimeUnit.NANOSECONDS);
    }

    private void ask(SplittableRandom dice) {
        Preference wanted = preference();
        SimulatedUser user =
                population.users().get(dice.nextInt(population.users().size()));
        SupportPrompt prompt = task.samplePrompt(dice, dice.nextDouble() < wanted.heldOutShare());
        int answers = dice.nextDouble() < settings.habits().pairShare() ? 2 : 1;
        underWay++;
        ledger.questions(CallCounts::begun);
        gateway.post(
                "/v1/chat/completions",
                requests.question(settings.modelName(), user.key(), prompt.text(), answers),
                Optional.empty(),
                ASK_ATTEMPTS,
                (status, again) -> ledger.questions(calls -> calls.attempt(status, again)),
                reply -> answered(reply, user, prompt, dice));
    }

    private void answered(Reply reply, SimulatedUser user, SupportPrompt prompt, SplittableRandom dice) {
        underWay--;
        List<Shown> shown = reply.accepted() ? requests.answers(reply.body()) : List.of();
        if (shown.isEmpty()) {
            LOG.atWarn().addKeyValue("status", reply.status()).log("a question was not answered");
        } else {
            judge(shown, user, prompt, dice);
        }
        // last, so that nobody sees a quiet moment between the answer and the feedback it leads to
        ledger.questions(calls -> calls.ended(!shown.isEmpty()));
    }

    private void judge(List<Shown> shown, SimulatedUser user, SupportPrompt prompt, SplittableRandom dice) {
        Preference wanted = preference();
        Instant now = clock.instant();
        List<Grade> grades = new ArrayList<>();
        for (Shown answer : shown) {
            Grade grade = task.grade(prompt, answer.text());
            double utility = wanted.taste().utility(grade);
            grades.add(grade);
            journal.shown(user.key(), answer.rolloutId(), answer.policyVersion());
            gold.record(new GoldSample(now, votes(), answer.policyVersion(), prompt.intent(), utility, grade));
        }
        double share = pace.share(ledger.counts().votes());
        if (!shown.get(0).asked() || share < 1 && dice.nextDouble() >= share) {
            return;
        }
        Runnable reaction = () -> {
            List<Action> actions =
                    user.react(task, prompt, grades, wanted.taste(), population.threshold(), settings.habits(), dice);
            for (int i = 0; i < actions.size(); i++) {
                feedback.plan(actions.get(i), i, shown, user.key());
            }
        };
        if (shown.size() > 1 && shown.get(0).compareWhenAsked()) {
            asks.await(shown.stream().map(Shown::rolloutId).toList(), reaction);
        } else {
            reaction.run();
        }
    }

    private static Thread daemon(Runnable runnable, String name) {
        Thread thread = new Thread(runnable, name);
        thread.setDaemon(true);
        return thread;
    }
}
