package io.thumbstream.launcher.bench;

import io.thumbstream.lab.report.Figure;
import io.thumbstream.launcher.loop.Learners;
import io.thumbstream.launcher.up.BaseModel;
import io.thumbstream.launcher.up.Folders;
import io.thumbstream.launcher.up.ThumbstreamSettings;
import io.thumbstream.learner.engine.InputRecord;
import io.thumbstream.learner.engine.LearnerCore;
import io.thumbstream.learner.engine.Position;
import io.thumbstream.learner.engine.StepContext;
import io.thumbstream.learner.engine.StepPlan;
import io.thumbstream.learner.engine.StepSeeds;
import io.thumbstream.learner.replay.RolloutGroup;
import io.thumbstream.learner.reward.RewardLabel;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * The loop of learning in one thread and without topics, round after round: answers of the newest policy, a person's choices between
 * them, steps of both learners, a new version that is loaded to answer. It keeps nothing of a round itself. One thread owns it.
 */
final class SoakLoop implements AutoCloseable {
    /** Steps of a learner in one round at most. */
    private static final int STEPS = 4;

    private final ThumbstreamSettings settings;
    private final Path directory;
    private final int groups;
    private final Learners learners;
    private Path newest;
    private long rounds;
    private long labels;
    private long answered;
    private long rewardSteps;
    private long policySteps;

    /**
     * A loop before its first round.
     *
     * @param directory for versions, existing
     * @param groups messages of a round, at least 1
     */
    SoakLoop(ThumbstreamSettings settings, Path directory, int groups, Clock clock) {
        this.settings = settings;
        this.directory = directory;
        this.groups = groups;
        this.newest = BaseModel.install(directory, settings.learner().modelName());
        this.learners = new Learners(settings, newest, clock);
    }

    /** Goes round once. */
    void round() throws IOException {
        List<SampledGroup> round = new SampledGroups(
                        newest,
                        settings.gateway().groupSize(),
                        settings.gateway().sampling().maxTokens())
                .sample(groups, settings.seed() + rounds);
        for (SampledGroup group : round) {
            group.choices().forEach(this::hear);
        }
        rewardSteps += take(learners.reward(), rewardSteps);
        for (SampledGroup group : round) {
            tell(group);
        }
        policySteps += take(learners.policy(), policySteps);
        publish();
        rounds++;
    }

    private void hear(RewardLabel choice) {
        labels++;
        learners.reward().accept(new InputRecord<>(new Position("labels", 0, labels), "label-" + labels, 1, choice));
    }

    private void tell(SampledGroup group) {
        answered++;
        double[] rewards = Arrays.stream(learners.reward().scores(group.inputs()))
                .mapToDouble(members -> Arrays.stream(members).average().orElseThrow())
                .toArray();
        RolloutGroup rewarded = group.rewarded("group-" + answered, answered, rewards);
        learners.policy()
                .accept(new InputRecord<>(
                        new Position("experience", 0, answered), rewarded.groupId(), rewarded.revision(), rewarded));
    }

    private <T> long take(LearnerCore<T> learner, long done) {
        for (int taken = 0; taken < STEPS; taken++) {
            long step = done + taken + 1;
            Optional<StepPlan<T>> plan = learner.plan(new StepContext(step, StepSeeds.of(settings.seed(), step), 0));
            if (plan.isEmpty()) {
                return taken;
            }
            var unused = learner.apply(plan.get());
        }
        return STEPS;
    }

    private void publish() throws IOException {
        Path next = directory.resolve("version-" + rounds % 2);
        Folders.delete(next);
        learners.policy().export(Files.createDirectories(next));
        newest = next;
    }

    /** Native arrays of the policy learner that outlive a step. */
    int heldArrays() {
        return learners.policy().heldArrays();
    }

    /** What was done so far. */
    List<Figure> figures() {
        return List.of(
                Figure.of("soak-rounds", rounds, ""),
                Figure.of("soak-policy-steps", policySteps, ""),
                Figure.of("soak-reward-steps", rewardSteps, ""));
    }

    @Override
    public void close() {
        learners.close();
    }
}
