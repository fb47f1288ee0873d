package io.thumbstream.launcher.trial;

import io.thumbstream.launcher.loop.AnswerGroup;
import io.thumbstream.launcher.loop.Learners;
import io.thumbstream.launcher.loop.OwnJudgements;
import io.thumbstream.launcher.loop.RewardSide;
import io.thumbstream.launcher.up.Folders;
import io.thumbstream.learner.engine.InputRecord;
import io.thumbstream.learner.engine.LearnerCore;
import io.thumbstream.learner.engine.StepContext;
import io.thumbstream.learner.engine.StepPlan;
import io.thumbstream.learner.engine.StepSeeds;
import io.thumbstream.learner.reward.RewardLabel;
import io.thumbstream.runtime.random.SeededRandom;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;

/**
 * One arm with one seed: answers of the newest policy, what people say about them, both learners as they are in the product, a new
 * version after each step. Prompts and seeds of the sampler are the same in every arm.
 */
final class ArmRun {
    private static final int REWARD_STEPS = 4;
    private static final String MEASURED = "measured";

    private final BedSettings settings;
    private final Path base;
    private final Path scratch;
    private final Clock clock;

    /**
     * Runs on one bed.
     *
     * @param base directory of the first policy
     * @param scratch for versions, removed after each arm
     */
    ArmRun(BedSettings settings, Path base, Path scratch, Clock clock) {
        this.settings = settings;
        this.base = base;
        this.scratch = scratch;
        this.clock = clock;
    }

    /** Runs the arm; measures at the start and after every so many steps. */
    ArmCurve run(Arm arm, long seed) throws IOException {
        SeededRandom random = new SeededRandom(seed).child("trial");
        Bed first = Bed.of(settings);
        double said = settings.feedback().said();
        BedPeople people = new BedPeople(settings.feedback(), first);
        RewardSide side = new RewardSide(arm.settings(), people, said, random.child("said"));
        OwnJudgements own = new OwnJudgements(arm.settings());
        List<ArmCurve.Point> points = new ArrayList<>();
        Deque<List<AnswerGroup>> unheard = new ArrayDeque<>();
        try (Learners learners = new Learners(arm.settings(), base, clock);
                BedSamplers samplers = new BedSamplers(base, first, settings);
                ArmMeasure measure = new ArmMeasure(base)) {
            ArmScores scores = new ArmScores(arm.proxy().orElse(settings.proxy()), learners::scores, first);
            points.add(measure.point(0, measured(first, samplers.newest(), 1, random), first, scores));
            long rewardSteps = 0;
            for (int step = 1; step <= settings.steps(); step++) {
                Bed bed = first.at(step);
                people.want(bed);
                scores.want(bed);
                if (arm.learns()) {
                    unheard.add(ask(bed, samplers, step, random));
                    hear(side, learners, unheard, scores, step);
                    int most = step <= arm.rewardSteps() ? REWARD_STEPS : 0;
                    rewardSteps += take(learners.reward(), rewardSteps, most, seed, 0);
                    tellNewest(side, own, learners, unheard, scores);
                    long taken = take(learners.policy(), step - 1L, 1, seed, samplers.version());
                    publish(learners, samplers, taken > 0, step);
                }
                if (step % settings.measureEvery() == 0) {
                    points.add(measure.point(step, measured(bed, samplers.newest(), step, random), bed, scores));
                }
            }
        }
        requireSound(side);
        return new ArmCurve(points);
    }

    private static void requireSound(RewardSide side) {
        if (!side.findings().isEmpty()) {
            throw new IllegalStateException("a technique is unsound: " + side.findings());
        }
    }

    private List<AnswerGroup> ask(Bed bed, BedSamplers samplers, int step, SeededRandom random) {
        return samplers.answers(
                "s" + step,
                step,
                bed.prompts(random.child("prompts").child(step), settings.prompts(), step),
                settings.answers(),
                random.child("answers").child(step));
    }

    /**
     * Brings what people say about the oldest groups to the reward learner, when it is time for them. A proxy leaves it nothing to do, but
     * objectives that learn from labels still hear them.
     */
    private void hear(
            RewardSide side, Learners learners, Deque<List<AnswerGroup>> unheard, ArmScores scores, int step) {
        int delay = settings.feedback().delaySteps();
        if (unheard.size() > delay && settings.feedback().heard(step - delay)) {
            List<InputRecord<RewardLabel>> labels = side.labels(unheard.getFirst());
            if (!scores.planted()) {
                labels.forEach(learners.reward()::accept);
            }
        }
    }

    /**
     * Brings the newest groups to the policy learner, and those of which something was said late once more; to the reward learner goes what the
     * reward model thinks of the newest.
     */
    private void tellNewest(
            RewardSide side,
            OwnJudgements own,
            Learners learners,
            Deque<List<AnswerGroup>> unheard,
            ArmScores scores) {
        List<AnswerGroup> newest = unheard.getLast();
        tell(side, learners, newest, 1, scores);
        if (!scores.planted()) {
            own.of(newest, learners::scores).forEach(learners.reward()::accept);
        }
        if (unheard.size() > settings.feedback().delaySteps()) {
            List<AnswerGroup> heard = unheard.removeFirst();
            if (settings.feedback().delaySteps() > 0) {
                tell(side, learners, heard, 2, scores);
            }
        }
    }

    /** Group by group, because a proxy has to know which one it scores. */
    private static void tell(
            RewardSide side, Learners learners, List<AnswerGroup> groups, int revision, ArmScores scores) {
        for (AnswerGroup group : groups) {
            side.experience(List.of(group), revision, unused -> scores.of(group))
                    .forEach(learners.policy()::accept);
        }
    }

    private static <T> long take(LearnerCore<T> learner, long done, int most, long seed, long version) {
        long taken = 0;
        while (taken < most) {
            long step = done + taken + 1;
            Optional<StepPlan<T>> plan = learner.plan(new StepContext(step, StepSeeds.of(seed, step), version));
            if (plan.isEmpty()) {
                break;
            }
            var unused = learner.apply(plan.get());
            taken++;
        }
        return taken;
    }

    private void publish(Learners learners, BedSamplers samplers, boolean changed, int step) throws IOException {
        if (changed) {
            Folders.delete(scratch);
            learners.policy().export(Files.createDirectories(scratch));
            samplers.publish(scratch, step);
        }
    }

    /** Sampled answers to prompts that are never learned from. */
    private List<AnswerGroup> measured(Bed bed, BedSampler sampler, int step, SeededRandom random) {
        List<int[]> prompts = bed.prompts(new SeededRandom(settings.seed()).child(MEASURED), settings.measured(), step);
        return sampler.answers(
                "m" + step,
                step,
                prompts,
                settings.measuredAnswers(),
                random.child(MEASURED).child(step));
    }
}
