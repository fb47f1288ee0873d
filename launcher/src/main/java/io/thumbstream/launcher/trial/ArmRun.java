package io.thumbstream.launcher.trial;

import io.thumbstream.lab.tasks.lexicon.LexiconPrompt;
import io.thumbstream.lab.tasks.lexicon.LexiconTaste;
import io.thumbstream.launcher.loop.AnswerGroup;
import io.thumbstream.launcher.loop.Learners;
import io.thumbstream.launcher.loop.RewardSide;
import io.thumbstream.launcher.up.Folders;
import io.thumbstream.launcher.up.ThumbstreamSettings;
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
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * One arm with one seed: answers of the newest policy, what people say about them, both learners as they are in the product, a new
 * version after each step. Prompts and seeds of the sampler are the same in every arm.
 */
final class ArmRun {
    private static final int MEASURED_ANSWERS = 4;
    private static final int REWARD_STEPS = 4;

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
    ArmCurve run(ThumbstreamSettings settings, long seed) throws IOException {
        SeededRandom random = new SeededRandom(seed).child("trial");
        LexiconTaste first = LexiconTaste.draw(bed.seed());
        LexiconPeople people = new LexiconPeople(bed, first);
        RewardSide side = new RewardSide(settings, people, bed.said(), random.child("said"));
        List<ArmCurve.Point> points = new ArrayList<>();
        try (Learners learners = new Learners(settings, base, clock);
                LexiconSampler sampler = new LexiconSampler(base, bed.said())) {
            LexiconTaste taste = first;
            points.add(new ArmCurve.Point(0, worth(sampler, taste, 0, random)));
            long rewardSteps = 0;
            for (int step = 1; step <= bed.steps(); step++) {
                if (step == bed.driftStep()) {
                    taste = first.moved(bed.drift());
                    people.want(taste);
                }
                List<AnswerGroup> groups = ask(sampler, people, step, random);
                side.labels(groups).forEach(learners.reward()::accept);
                rewardSteps += take(learners.reward(), rewardSteps, REWARD_STEPS, seed, 0);
                side.experience(groups, learners.reward()::scores).forEach(learners.policy()::accept);
                long taken = take(learners.policy(), step - 1L, 1, seed, sampler.version());
                publish(learners, sampler, taken > 0);
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
        SeededRandom own = random.child("prompts").child(step);
        List<LexiconPrompt> prompts = new ArrayList<>();
        for (int i = 0; i < bed.prompts(); i++) {
            prompts.add(LexiconPrompt.draw(own));
        }
        List<AnswerGroup> groups =
                sampler.answers("s" + step, step, prompts, bed.answers(), random.child("answers").child(step));
        for (int i = 0; i < groups.size(); i++) {
            people.asked(groups.get(i).id(), prompts.get(i));
        }
        return groups;
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
        SeededRandom fixed = new SeededRandom(bed.seed()).child("measured");
        List<LexiconPrompt> prompts = new ArrayList<>();
        for (int i = 0; i < bed.measured(); i++) {
            prompts.add(LexiconPrompt.draw(fixed));
        }
        List<AnswerGroup> groups = sampler.answers(
                "m" + step, step, prompts, MEASURED_ANSWERS, random.child("measured").child(step));
        double sum = 0;
        for (int i = 0; i < groups.size(); i++) {
            for (RolloutEvent answer : groups.get(i).answers()) {
                sum += taste.worth(prompts.get(i), answer.trace().tokens());
            }
        }
        return sum / (prompts.size() * MEASURED_ANSWERS);
    }
}
