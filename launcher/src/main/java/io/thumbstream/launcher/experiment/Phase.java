package io.thumbstream.launcher.experiment;

import io.thumbstream.lab.drive.DriverCounts;
import io.thumbstream.lab.drive.GoldRecorder;
import io.thumbstream.lab.drive.SimulatedUsers;
import io.thumbstream.lab.tasks.SupportTask;
import io.thumbstream.lab.trace.LatencyTrace;
import io.thumbstream.lab.trace.RunLog;
import io.thumbstream.lab.trace.VoteAudit;
import io.thumbstream.lab.trace.wire.RunLogReader;
import io.thumbstream.launcher.console.Progress;
import io.thumbstream.launcher.up.SettledLog;
import io.thumbstream.launcher.up.Stack;
import io.thumbstream.launcher.up.StatusPoller;
import io.thumbstream.launcher.up.ThumbstreamSettings;
import io.thumbstream.runtime.error.TransientException;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** One stretch of votes on a whole system that is started for it and ended after it. */
final class Phase {
    private static final Duration READY_WITHIN = Duration.ofSeconds(120);
    private static final Duration LOOK_EVERY = Duration.ofSeconds(1);
    private static final Duration SILENCE = Duration.ofMinutes(3);
    private static final Duration DRAIN_WITHIN = Duration.ofSeconds(60);
    private static final int WINDOW_VOTES = 100;

    private final DriftPlan plan;
    private final Progress progress;
    private final Clock clock;

    Phase(DriftPlan plan, Progress progress, Clock clock) {
        this.plan = plan;
        this.progress = progress;
        this.clock = clock;
    }

    /**
     * Runs until as many votes as planned are accepted, and waits a while for the last of them to be labelled.
     *
     * @param name what is done, for the progress and for the file of true utilities
     * @throws TransientException when votes stop coming or a service ends
     */
    PhaseResult run(String name, ThumbstreamSettings settings) throws IOException, InterruptedException {
        progress.phase(name, plan.votes());
        Path gold = Path.of(settings.dataDir()).resolve("gold-" + name.replace(' ', '-') + ".jsonl");
        StepPace pace = new StepPace(plan);
        try (Stack stack = Stack.start(settings, text -> {}, READY_WITHIN);
                GoldRecorder recorder = new GoldRecorder(gold, WINDOW_VOTES);
                StatusPoller status = new StatusPoller(stack.gateway(), Optional.empty());
                SimulatedUsers users = new SimulatedUsers(
                        settings.users(), stack.gateway(), SupportTask.load(), recorder, clock, pace)) {
            RunLogReader reader =
                    new RunLogReader(stack.kafka(), settings.gateway().modelName());
            long earlier = VoteAudit.of(reader.votes(), reader.labels()).labelledOnce();
            Instant began = clock.instant();
            users.start();
            follow(stack, users, status, pace);
            if (!users.drain(DRAIN_WITHIN)) {
                throw new TransientException("some votes were not given within " + DRAIN_WITHIN.toSeconds()
                        + " s; is the machine overloaded?");
            }
            double seconds = Duration.between(began, clock.instant()).toMillis() / 1000.0;
            DriverCounts counts = users.counts();
            RunLog log = SettledLog.read(reader, DRAIN_WITHIN);
            return new PhaseResult(
                    counts.votes(),
                    VoteAudit.of(log.votes(), log.labels()).labelledOnce() - earlier,
                    counts.questions().refusals() + counts.feedback().refusals(),
                    pace.steps(),
                    seconds,
                    LatencyTrace.of(log.votesSince(began)),
                    recorder.windows());
        }
    }

    private void follow(Stack stack, SimulatedUsers users, StatusPoller status, StepPace pace)
            throws IOException, InterruptedException {
        long known = 0;
        Instant deadline = clock.instant().plus(SILENCE);
        while (known < plan.votes()) {
            pace.reached(status.sample(0, 0).policyStep());
            boolean unused = users.awaitVotes(plan.votes(), LOOK_EVERY);
            long votes = users.counts().votes();
            if (votes > known) {
                deadline = clock.instant().plus(SILENCE);
                progress.done(Math.min(votes, plan.votes()));
            }
            known = votes;
            if (!stack.alive() || clock.instant().isAfter(deadline)) {
                throw new TransientException("no vote was accepted for " + SILENCE.toSeconds()
                        + " s, or a service ended by itself; the log says why");
            }
        }
    }
}
