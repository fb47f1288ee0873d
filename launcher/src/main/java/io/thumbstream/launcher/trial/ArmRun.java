package io.thumbstream.launcher.trial;

import io.thumbstream.lab.tasks.lexicon.LexiconPrompt;
import io.thumbstream.lab.tasks.lexicon.LexiconTaste;
import io.thumbstream.launcher.loop.AnswerGroup;
import io.thumbstream.launcher.loop.Learners;
import io.thumbstream.launcher.loop.RewardSide;
import io.thumbstream.launcher.up.Folders;
import io.thumbstream.learner.engine.LearnerCore;
import io.thumbstream.learner.engine.StepContext;
import io.thumbstream.learner.engine.StepPlan;
import io.thumbstream.learner.engine.StepSeeds;
import io.thumbstream.reward.event.RolloutEvent;
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
    private static final int MEASURED_ANSWERS = 4;
    private static final int REWARD_STEPS = 4;
    private static final String MEASURED = "measured";

    private final BedSettings bed;
    private final Path base;
    private final Path scratch;
    private final Clock clock;

    /**
     * Runs on one bed.
     *
     * @param base directory of the first policy
     * @param scratch for versions, removed after each arm
     */
    ArmRun(BedSettings bed, Path base, Path scratch, Clock clock) {
        this.bed = bed;
        this.base = base;
        this.scratch = scratch;
        this.clock = clock;
    }

    /** Runs the arm; gives the true worth at the start and after every so many steps. */
    ArmCurve run(Arm arm, long seed) throws IOException {
        SeededRandom random = new SeededRandom(seed).child("trial");
        LexiconTaste first = LexiconTaste.draw(bed.seed());
        double said = bed.feedback().said();
        LexiconPeople people = new LexiconPeople(bed, first);
        RewardSide side = new RewardSide(arm.settings(), people, said, random.child("said"));
        List<ArmCurve.Point> points = new ArrayList<>();
        Deque<List<AnswerGroup>> unheard = new ArrayDeque<>();
        try (Learners learners = new Learners(arm.settings(), base, clock);
                LexiconSampler sampler = new LexiconSampler(base, said)) {
            points.add(new ArmCurve.Point(0, worth(sampler, first, 1, random)));
            long rewardSteps = 0;
            for (int step = 1; step <= bed.steps(); step++) {
                LexiconTaste taste = first.moved(bed.moved(step));
                people.want(taste);
                if (arm.learns()) {
                    unheard.add(ask(sampler, people, step, random));
                    hear(side, learners, unheard, bed.feedback().delaySteps());
                    int most = step <= arm.rewardSteps() ? REWARD_STEPS : 0;
                    rewardSteps += take(learners.reward(), rewardSteps, most, seed, 0);
                    tell(side, learners, unheard, bed.feedback().delaySteps());
                    long taken = take(learners.policy(), step - 1L, 1, seed, sampler.version());
                    publish(learners, sampler, taken > 0);
                }
                if (step % bed.measureEvery() == 0) {
                    points.add(new ArmCurve.Point(step, worth(sampler, taste, step, random)));
                }
            }
        }
        if (!side.findings().isEmpty()) {
            throw new IllegalStateException("a technique is unsound: " + side.findings());
        }
        return new ArmCurve(points);
    }

    private List<AnswerGroup> ask(LexiconSampler sampler, LexiconPeople people, int step, SeededRandom random) {
        List<LexiconPrompt> prompts = prompts(random.child("prompts").child(step), bed.prompts(), step);
        List<AnswerGroup> groups = sampler.answers(
                "s" + step,
                step,
                prompts,
                bed.answers(),
                random.child("answers").child(step));
        for (int i = 0; i < groups.size(); i++) {
            people.asked(groups.get(i).id(), prompts.get(i));
        }
        return groups;
    }

    private List<LexiconPrompt> prompts(SeededRandom random, int count, int step) {
        List<LexiconPrompt> prompts = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            prompts.add(bed.secondHalf(step)
                    .map(second -> LexiconPrompt.drawHalf(random, second))
                    .orElseGet(() -> LexiconPrompt.draw(random)));
        }
        return prompts;
    }

    /** Brings what people say about the oldest groups to the reward learner, when it is time for them. */
    private static void hear(RewardSide side, Learners learners, Deque<List<AnswerGroup>> unheard, int delay) {
        if (unheard.size() > delay) {
            side.labels(unheard.getFirst()).forEach(learners.reward()::accept);
        }
    }

    /** Brings the newest groups to the policy learner, and those of which something was said late once more. */
    private static void tell(RewardSide side, Learners learners, Deque<List<AnswerGroup>> unheard, int delay) {
        side.experience(unheard.getLast(), 1, learners.reward()::scores).forEach(learners.policy()::accept);
        if (unheard.size() > delay) {
            List<AnswerGroup> heard = unheard.removeFirst();
            if (delay > 0) {
                side.experience(heard, 2, learners.reward()::scores).forEach(learners.policy()::accept);
            }
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

    private void publish(Learners learners, LexiconSampler sampler, boolean changed) throws IOException {
        if (changed) {
            Folders.delete(scratch);
            learners.policy().export(Files.createDirectories(scratch));
            sampler.publish(scratch);
        }
    }

    /** Mean true worth of sampled answers to prompts that are never learned from. */
    private double worth(LexiconSampler sampler, LexiconTaste taste, int step, SeededRandom random) {
        List<LexiconPrompt> prompts = prompts(new SeededRandom(bed.seed()).child(MEASURED), bed.measured(), step);
        List<AnswerGroup> groups = sampler.answers(
                "m" + step,
                step,
                prompts,
                MEASURED_ANSWERS,
                random.child(MEASURED).child(step));
        double sum = 0;
        for (int i = 0; i < groups.size(); i++) {
            for (RolloutEvent answer : groups.get(i).answers()) {
                sum += taste.worth(prompts.get(i), answer.trace().tokens());
            }
        }
        return sum / (prompts.size() * MEASURED_ANSWERS);
    }
}
