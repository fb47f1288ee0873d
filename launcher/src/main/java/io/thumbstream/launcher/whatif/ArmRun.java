package io.thumbstream.launcher.whatif;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.thumbstream.lab.prequential.Prediction;
import io.thumbstream.lab.prequential.PrequentialReport;
import io.thumbstream.launcher.console.Progress;
import io.thumbstream.launcher.recorded.RecordedGroup;
import io.thumbstream.learner.LearnerReplay;
import io.thumbstream.learner.LearnerWhatIf;
import io.thumbstream.model.reward.ScoreInput;
import io.thumbstream.runtime.kafka.KafkaSettings;
import io.thumbstream.runtime.random.SeededRandom;
import io.thumbstream.runtime.service.ServiceContext;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import java.util.function.Function;

/**
 * Runs arms over one recorded stream: the reward learner again, scores and rewards by it, the policy learner over those.
 *
 * <p>A group is scored by the weights after the same step as it was in the run, so the chain from labels to policy holds together.
 */
public final class ArmRun {
    private final KafkaSettings kafka;
    private final Clock clock;
    private final List<RecordedGroup> groups;
    private final Progress progress;

    /** @param groups recorded groups in {@link RecordedGroup#ORDER} */
    public ArmRun(KafkaSettings kafka, Clock clock, List<RecordedGroup> groups, Progress progress) {
        this.kafka = kafka;
        this.clock = clock;
        this.groups = List.copyOf(groups);
        this.progress = progress;
    }

    /**
     * Runs one arm.
     *
     * @param directory holds version 0 of the policy; weights go below it
     * @param gold measures the policy in a directory
     */
    public ArmResult run(Arm arm, Path directory, Function<Path, OptionalDouble> gold) {
        LearnerWhatIf learners = new LearnerWhatIf(
                arm.learner(),
                new ServiceContext(kafka, directory, clock, new SeededRandom(arm.seed()), new SimpleMeterRegistry()));
        Rescoring rescoring = new Rescoring(arm.absent().groups(groups));
        List<Prediction> predictions = new ArrayList<>();
        LearnerWhatIf.Reached reward = learners.reward(
                arm.absent().labels(), listener(rescoring, predictions), bar(progress, title(arm, "reward model")));
        Rescoring.Outcome rewards = rescoring.rewards(arm.reward());
        List<ArmResult.PolicyStep> steps = new ArrayList<>();
        LearnerWhatIf.Reached policy = learners.policy(
                arm.absent().experience(rewards::of),
                (step, outcome) -> steps.add(ArmResult.PolicyStep.of(step, outcome.measures())),
                bar(progress, title(arm, "policy")));
        return new ArmResult(
                arm,
                PrequentialReport.of(predictions),
                new ArmResult.Rescored(rewards.answers(), rewards.scoresDiffering(), rewards.rewardsDiffering()),
                steps,
                reward,
                policy,
                gold.apply(policy.directory()));
    }

    private static LearnerWhatIf.RewardListener listener(Rescoring rescoring, List<Prediction> predictions) {
        return new LearnerWhatIf.RewardListener() {
            @Override
            public void version(long version, Function<List<ScoreInput>, double[][]> scores) {
                rescoring.version(version, scores);
            }

            @Override
            public void asRecorded(long version) {
                rescoring.asRecorded(version);
            }

            @Override
            public void predicted(Instant at, double prediction, double target) {
                predictions.add(new Prediction(Integer.toString(predictions.size()), "", prediction, target));
            }
        };
    }

    private static String title(Arm arm, String learner) {
        return arm.name() + " (seed " + arm.seed() + "), " + learner;
    }

    /** Scores groups as the reward model comes by. */
    public static LearnerWhatIf.RewardListener scoring(Rescoring rescoring) {
        return listener(rescoring, new ArrayList<>());
    }

    /** Shows the steps of a learner under a name. */
    public static LearnerReplay.Progress bar(Progress progress, String name) {
        return new LearnerReplay.Progress() {
            @Override
            public void begins(long lastStep) {
                progress.phase(name, lastStep);
            }

            @Override
            public void reached(long step) {
                progress.done(step);
            }
        };
    }
}
