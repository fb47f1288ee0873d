package io.thumbstream.launcher.compose;

import io.thumbstream.launcher.loop.AnswerGroup;
import io.thumbstream.launcher.loop.LearnerPair;
import io.thumbstream.launcher.loop.OwnJudgements;
import io.thumbstream.launcher.loop.RewardSide;
import io.thumbstream.launcher.up.ThumbstreamSettings;
import io.thumbstream.learner.engine.InputRecord;
import io.thumbstream.learner.engine.LearnerCore;
import io.thumbstream.learner.engine.StepContext;
import io.thumbstream.learner.engine.StepOutcome;
import io.thumbstream.learner.engine.StepPlan;
import io.thumbstream.learner.engine.StepSeeds;
import io.thumbstream.learner.objective.PolicyObjectives;
import io.thumbstream.learner.replay.GroupRollout;
import io.thumbstream.learner.replay.RolloutGroup;
import io.thumbstream.learner.reward.RewardLabel;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/** Both learners on the stream until the policy has taken its steps, with everything they meet recorded. One thread owns it. */
final class LiveRun {
    /** Reward steps of a round at most: new labels once, then some again. */
    private static final int REWARD_STEPS = 3;
    /** Newest version of the stream. */
    private static final long NEWEST = 1;

    private final TinyStream stream;
    private final RewardSide side;
    private final OwnJudgements own;
    private final LearnerPair learners;
    private final Recording recording = new Recording();
    private final List<Outcome.Fault> faults = new ArrayList<>();
    private final long seed;
    private final boolean byLabels;
    private final int startAnswers;
    private int policySteps;
    private int rewardSteps;
    private int snapshotAt;
    private int telling;

    /** @param settings of the side and the learners */
    LiveRun(TinyStream stream, RewardSide side, OwnJudgements own, LearnerPair learners, ThumbstreamSettings settings) {
        this.stream = stream;
        this.side = side;
        this.own = own;
        this.learners = learners;
        this.seed = settings.seed();
        this.byLabels = PolicyObjectives.CATALOG
                .create(settings.learner().policy().objective())
                .readsLabels();
        this.startAnswers = Math.min(settings.generator().startAnswers().perGroup(), TinyStream.START_ANSWERS);
    }

    /**
     * Runs until the policy has taken {@code steps} steps or the stream ends.
     *
     * @param snapshot where the state of both learners is written in the middle
     */
    void run(int steps, Path snapshot) throws IOException {
        int held = 0;
        int heldSince = steps / 2;
        for (int round = 0; round < stream.rounds() && policySteps < steps; round++) {
            List<AnswerGroup> groups = stream.round(round, startAnswers);
            for (InputRecord<RewardLabel> label : side.labels(groups)) {
                recording.label(label);
                learners.reward().accept(label);
            }
            rewardSteps += take(learners.reward(), rewardSteps, REWARD_STEPS, recording::rewardStep);
            for (InputRecord<RolloutGroup> group : side.experience(groups, 1, learners::scores)) {
                recording.group(group);
                telling += tells(group.value()) ? 1 : 0;
                learners.policy().accept(group);
            }
            for (InputRecord<RewardLabel> judged : own.of(groups, learners::scores)) {
                recording.label(judged);
                learners.reward().accept(judged);
            }
            policySteps += take(learners.policy(), policySteps, 1, recording::policyStep);
            if (snapshotAt == 0 && policySteps >= heldSince) {
                held = learners.heldArrays();
                learners.snapshot(snapshot);
                snapshotAt = recording.size();
            }
        }
        side.findings().forEach(what -> faults.add(new Outcome.Fault(Outcome.Kind.UNSOUND, what)));
        if (policySteps < steps) {
            faults.add(new Outcome.Fault(
                    telling == 0 ? Outcome.Kind.WITHOUT_SIGNAL : Outcome.Kind.STARVED,
                    policySteps + " policy steps on " + stream.rounds() * TinyStream.GROUPS + " groups, " + telling
                            + " of which have something to learn from"));
        } else if (learners.heldArrays() != held) {
            faults.add(new Outcome.Fault(
                    Outcome.Kind.LEAKED,
                    held + " arrays after step " + heldSince + ", " + learners.heldArrays() + " after step "
                            + policySteps));
        }
    }

    /** Whether rewards of the group differ, or an objective that hears what people said finds something there. */
    private boolean tells(RolloutGroup group) {
        return byLabels && group.hasLabel()
                || group.rollouts().stream()
                                .mapToDouble(GroupRollout::reward)
                                .distinct()
                                .count()
                        > 1;
    }

    private <T> int take(LearnerCore<T> learner, int done, int most, Consumer<StepPlan<T>> log) {
        int taken = 0;
        while (taken < most) {
            long step = done + taken + 1L;
            Optional<StepPlan<T>> plan = learner.plan(new StepContext(step, StepSeeds.of(seed, step), NEWEST));
            if (plan.isEmpty()) {
                break;
            }
            log.accept(plan.get());
            check(step, learner.apply(plan.get()));
            taken++;
        }
        return taken;
    }

    private void check(long step, StepOutcome outcome) {
        outcome.skipped()
                .ifPresent(reason -> faults.add(
                        new Outcome.Fault(Outcome.Kind.NOT_FINITE, "step " + step + " was skipped: " + reason)));
        outcome.measures().forEach((name, value) -> {
            if (!Double.isFinite(value)) {
                faults.add(new Outcome.Fault(Outcome.Kind.NOT_FINITE, name + " of step " + step + " is " + value));
            }
        });
    }

    Recording recording() {
        return recording;
    }

    /** Events before the snapshot; 0 when there is none. */
    int snapshotAt() {
        return snapshotAt;
    }

    int policySteps() {
        return policySteps;
    }

    int rewardSteps() {
        return rewardSteps;
    }

    List<Outcome.Fault> faults() {
        return List.copyOf(faults);
    }
}
