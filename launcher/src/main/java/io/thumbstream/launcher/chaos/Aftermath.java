package io.thumbstream.launcher.chaos;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.thumbstream.lab.history.Finding;
import io.thumbstream.lab.history.History;
import io.thumbstream.lab.history.HistoryChecker;
import io.thumbstream.lab.history.HistoryLimits;
import io.thumbstream.lab.history.wire.HistoryReader;
import io.thumbstream.lab.trace.VoteAudit;
import io.thumbstream.lab.trace.wire.RunLogReader;
import io.thumbstream.launcher.console.Progress;
import io.thumbstream.launcher.rejoin.wire.Comparison;
import io.thumbstream.launcher.rejoin.wire.RecordedJoins;
import io.thumbstream.launcher.replay.ReplayDirectory;
import io.thumbstream.launcher.up.Groundwork;
import io.thumbstream.launcher.up.ThumbstreamSettings;
import io.thumbstream.launcher.up.TopicStore;
import io.thumbstream.learner.LearnerReplay;
import io.thumbstream.learner.LearnerSettings;
import io.thumbstream.learner.ReplayOutcome;
import io.thumbstream.learner.ReplayRequest;
import io.thumbstream.learner.reward.RewardCoreSettings;
import io.thumbstream.reward.RewardRejoin;
import io.thumbstream.runtime.error.FatalException;
import io.thumbstream.runtime.random.SeededRandom;
import io.thumbstream.runtime.service.ServiceContext;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.Consumer;

/** Reads the topics of a run that is over, rebuilds its weights from them, and checks every promise. */
final class Aftermath {
    private final ChaosSite site;
    private final Consumer<String> say;
    private final Progress progress;

    /**
     * What the topics say.
     *
     * @param votes votes against labels
     * @param findings broken promises
     * @param policySteps steps of the policy learner
     * @param rewardSteps steps of the reward learner
     * @param versionsCompared versions whose weights were rebuilt and compared
     * @param answers answers in the topics
     * @param withdrawals votes that were taken back
     * @param erasedRecords records of what erased people had said, each tried for whether it can be read
     * @param joined labels and revisions of groups whose end was joined once more
     */
    record Verdict(
            VoteAudit votes,
            List<Finding> findings,
            long policySteps,
            long rewardSteps,
            long versionsCompared,
            long answers,
            long withdrawals,
            long erasedRecords,
            long joined) {
        Verdict {
            findings = List.copyOf(findings);
        }
    }

    /** What a replay of one learner found. */
    private record Rebuilt(List<String> mismatches, long versions) {}

    Aftermath(ChaosSite site, Consumer<String> say, Progress progress) {
        this.site = site;
        this.say = say;
        this.progress = progress;
    }

    /** Checks the topics against what {@code people} remember; no process may use the data directory any more. */
    Verdict examine(History.People people) throws IOException {
        try (TopicStore topics = TopicStore.open(site.settings(), say)) {
            Path directory = site.home().resolve("replay");
            ReplayDirectory.begin(directory, site.home(), site.model(), "chaos" + System.lineSeparator());
            Groundwork.engine();
            LearnerReplay replay = new LearnerReplay(
                    site.settings().learner(),
                    new ServiceContext(
                            topics.kafka(),
                            directory,
                            Clock.systemUTC(),
                            new SeededRandom(site.settings().seed()),
                            new SimpleMeterRegistry()));
            Rebuilt policy = rebuild(replay, ReplayRequest.Learner.POLICY);
            Rebuilt reward = rebuild(replay, ReplayRequest.Learner.REWARD);
            Comparison joins = rejoin(topics);
            say.accept("checking the history");
            History history = new HistoryReader(topics.kafka(), site.model())
                    .read(
                            people,
                            new HistoryReader.Rebuilt(policy.mismatches(), reward.mismatches(), joins.differences()));
            RunLogReader log = new RunLogReader(topics.kafka(), site.model());
            return new Verdict(
                    audit(log, history.passedOver()),
                    new HistoryChecker(limits(site.settings())).check(history),
                    history.policy().steps().size(),
                    history.reward().steps().size(),
                    policy.versions() + reward.versions(),
                    history.rollouts().size(),
                    history.feedback().stream()
                            .filter(said -> said.withdraws().isPresent())
                            .count(),
                    history.ofErased().size(),
                    joins.labels() + joins.experience());
        }
    }

    private Comparison rejoin(TopicStore topics) {
        say.accept("joining rollouts and feedback once more");
        try {
            RewardRejoin joins = new RewardRejoin(site.settings().reward());
            return new RecordedJoins(topics.kafka(), joins)
                    .settled(site.settings().seed());
        } catch (FatalException e) {
            return new Comparison(
                    0, 0, List.of("rollouts and feedback cannot be joined once more: " + e.getMessage()), 0, 0, 0);
        }
    }

    private static VoteAudit audit(RunLogReader log, Set<String> passedOver) {
        return VoteAudit.of(
                log.votes().stream()
                        .filter(vote -> !passedOver.contains(vote.id()))
                        .toList(),
                log.labels());
    }

    private Rebuilt rebuild(LearnerReplay replay, ReplayRequest.Learner learner) {
        String name = learner.name().toLowerCase(Locale.ROOT);
        ReplayRequest request =
                new ReplayRequest(learner, OptionalLong.empty(), OptionalLong.empty(), Optional.empty(), true);
        try {
            ReplayOutcome outcome = replay.run(request, new LearnerReplay.Progress() {
                @Override
                public void begins(long lastStep) {
                    progress.phase("replay of " + name, lastStep);
                }

                @Override
                public void reached(long step) {
                    progress.done(step);
                }
            });
            List<String> mismatches = new ArrayList<>();
            outcome.result()
                    .mismatches()
                    .forEach(mismatch -> mismatches.add("before step " + mismatch.step() + " the log has sha256 "
                            + mismatch.logged() + ", a replay " + mismatch.found()));
            outcome.differing()
                    .forEach(version -> mismatches.add(
                            "version " + version + " has another sha256 than a replay of the log gives"));
            return new Rebuilt(mismatches, outcome.versions());
        } catch (FatalException e) {
            return new Rebuilt(List.of("the log cannot be replayed: " + e.getMessage()), 0);
        }
    }

    private static HistoryLimits limits(ThumbstreamSettings settings) {
        LearnerSettings learner = settings.learner();
        return new HistoryLimits(
                learner.policy().replay().maxPolicyLag(),
                learner.policy().replay().usesPerRevision(),
                learner.policy().replay().maxUses(),
                labelUses(learner.reward().core(), learner.reward().core().uses()),
                labelUses(learner.reward().core(), learner.reward().core().pairUses()));
    }

    /** Co-adaptation learns people's labels again for as long as its own pairs wait. */
    private static int labelUses(RewardCoreSettings core, int uses) {
        return core.coAdaptation().enabled() ? Integer.MAX_VALUE : uses;
    }
}
