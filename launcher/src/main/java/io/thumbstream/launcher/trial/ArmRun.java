package io.thumbstream.launcher.trial;

import io.thumbstream.lab.tasks.lexicon.ChatWords;
import io.thumbstream.launcher.loop.AnswerGroup;
import io.thumbstream.launcher.loop.Learners;
import io.thumbstream.launcher.loop.OwnJudgements;
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
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * One arm with one seed: answers of the newest policy, what people say about them, both learners as they are in the product, a new
 * version after each step. Prompts and seeds of the sampler are the same in every arm.
 */
final class ArmRun {
    private static final int REWARD_STEPS = 4;
    /** Prompts of one minute whose answers are judged before the first step, and answers to each. */
    private static final int JUDGED_AT_ONCE = 64;

    private static final int JUDGED_ANSWERS = 2;
    private static final String MEASURED = "measured";

    private final BedSettings settings;
    private final Path base;
    private final Path reader;
    private final Path scratch;
    private final Clock clock;
    private final BedWriter writer;

    /**
     * Runs on one bed.
     *
     * @param base directory of the first policy
     * @param reader directory of what a reward model on a transformer begins with; not read for others
     * @param scratch for versions, removed after each arm
     */
    ArmRun(BedSettings settings, Path base, Path reader, Path scratch, Clock clock) {
        this.settings = settings;
        this.base = base;
        this.reader = reader;
        this.scratch = scratch;
        this.clock = clock;
        this.writer = new BedWriter(settings.writer());
    }

    /** Runs the arm; measures at the start and after every so many steps, or the best of one answer, of two and so on. */
    ArmCurve run(Arm arm, long seed) throws IOException {
        return arm.bestOf() > 0 ? best(arm, seed) : learned(arm, seed);
    }

    /** Nothing learns but a reward model beforehand; answers to a prompt are scored, and the best of some are taken. */
    private ArmCurve best(Arm arm, long seed) throws IOException {
        SeededRandom random = new SeededRandom(seed).child("trial");
        Bed bed = Bed.of(settings);
        double said = settings.feedback().said();
        BedPeople people = new BedPeople(settings.feedback(), bed, new BedCorrections(settings.editing(), bed.words()));
        RewardSide side = new RewardSide(arm.settings(), people, said, random.child("said"));
        BestOfCurve best = new BestOfCurve(arm.bestOf());
        try (Learners learners = learners(arm);
                BedSampler sampler = new BedSampler(base, bed, said)) {
            ArmScores scores = new ArmScores(arm.proxy().orElse(settings.proxy()), learners::scores, bed);
            var unused = judged(arm, side, learners, sampler, random, seed);
            List<int[]> prompts =
                    bed.prompts(new SeededRandom(settings.seed()).child(MEASURED), settings.measured(), 1);
            for (int i = 0; i < prompts.size(); i++) {
                SeededRandom own = random.child("best-of").child(i);
                sampler.answers("b" + i, 1, List.of(prompts.get(i)), arm.bestOf(), own)
                        .forEach(group -> best.add(group, bed, scores));
            }
        }
        requireSound(side);
        return best.curve();
    }

    private ArmCurve learned(Arm arm, long seed) throws IOException {
        SeededRandom random = new SeededRandom(seed).child("trial");
        Bed first = Bed.of(settings);
        double said = settings.feedback().said();
        BedCorrections corrections = new BedCorrections(settings.editing(), first.words());
        BedPeople people = new BedPeople(settings.feedback(), first, corrections);
        RewardSide side =
                new RewardSide(arm.settings(), people, answer -> parts(first, answer), said, random.child("said"));
        OwnJudgements own = new OwnJudgements(arm.settings());
        List<ArmCurve.Point> points = new ArrayList<>();
        try (Learners learners = learners(arm);
                BedSamplers samplers = samplers(arm, first);
                ArmMeasure measure = measure(arm)) {
            ArmScores scores = new ArmScores(arm.proxy().orElse(settings.proxy()), learners::scores, first);
            ArmTeller teller = new ArmTeller(
                    settings.feedback(), side, learners, scores, own, corrections, demonstrations(arm, first));
            long rewardSteps = judged(arm, side, learners, samplers.newest(), random, seed);
            points.add(point(0, first, samplers.newest(), measure, scores, random));
            for (int step = 1; step <= settings.steps(); step++) {
                Bed bed = first.at(step);
                people.want(bed);
                scores.want(bed);
                if (arm.learns()) {
                    teller.add(ask(bed, samplers, step, random));
                    teller.hear(step);
                    int most = step <= arm.rewardSteps() ? REWARD_STEPS : 0;
                    rewardSteps += take(learners.reward(), rewardSteps, most, seed, 0);
                    teller.tell();
                    long taken = take(learners.policy(), step - 1L, 1, seed, samplers.version());
                    publish(learners, samplers, taken > 0, step);
                }
                if (step % settings.measureEvery() == 0) {
                    points.add(point(step, bed, samplers.newest(), measure, scores, random));
                }
            }
        }
        requireSound(side);
        return new ArmCurve(points);
    }

    private Learners learners(Arm arm) throws IOException {
        return Learners.reading(arm.settings(), base, reader, new ChatWords(), clock);
    }

    private BedSamplers samplers(Arm arm, Bed first) throws IOException {
        return new BedSamplers(
                base, first, settings, arm.settings().generator().startAnswers().perGroup());
    }

    /** What people say about answers of the first policy before it learns; returns the steps of the reward model that it took. */
    private long judged(
            Arm arm, RewardSide side, Learners learners, BedSampler sampler, SeededRandom random, long seed) {
        Bed bed = Bed.of(settings);
        SeededRandom own = random.child("judged");
        long steps = 0;
        for (int from = 0; from < arm.judged(); from += JUDGED_AT_ONCE) {
            int minute = from / JUDGED_AT_ONCE;
            List<AnswerGroup> groups = sampler.answers(
                    "j" + minute,
                    minute,
                    bed.prompts(own.child("prompts").child(minute), Math.min(JUDGED_AT_ONCE, arm.judged() - from), 1),
                    JUDGED_ANSWERS,
                    own.child("answers").child(minute));
            side.labels(groups).forEach(learners.reward()::accept);
            steps += take(learners.reward(), steps, Integer.MAX_VALUE, seed, 0);
        }
        return steps;
    }

    private static Optional<Demonstrations> demonstrations(Arm arm, Bed bed) {
        return arm.demonstrations() ? Optional.of(new Demonstrations(bed.words())) : Optional.empty();
    }

    private ArmMeasure measure(Arm arm) throws IOException {
        return new ArmMeasure(
                base,
                new RewardFidelity(arm.settings().reward().transforms()),
                arm.settings().learner().policy().advantage());
    }

    private static Map<String, Double> parts(Bed bed, RolloutEvent answer) {
        return bed.parts(answer.trace().promptTokens(), answer.trace().tokens());
    }

    private static void requireSound(RewardSide side) {
        if (!side.findings().isEmpty()) {
            throw new IllegalStateException("a technique is unsound: " + side.findings());
        }
    }

    private List<AnswerGroup> ask(Bed bed, BedSamplers samplers, int step, SeededRandom random) {
        String name = "s" + step;
        List<int[]> prompts = bed.prompts(random.child("prompts").child(step), settings.prompts(), step);
        List<AnswerGroup> own = samplers.answers(
                name, step, prompts, settings.answers(), random.child("answers").child(step));
        List<AnswerGroup> written =
                writer.beside(own, bed, random.child("writer").child(step));
        return samplers.beside(
                written, name, step, prompts, random.child("start").child(step));
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

    /** Measures the newest policy on prompts that are never learned from; before the first step it is asked as in the first. */
    private ArmCurve.Point point(
            int step, Bed bed, BedSampler sampler, ArmMeasure measure, ArmScores scores, SeededRandom random) {
        int asked = Math.max(1, step);
        List<int[]> prompts =
                bed.prompts(new SeededRandom(settings.seed()).child(MEASURED), settings.measured(), asked);
        List<AnswerGroup> sampled = sampler.answers(
                "m" + asked,
                asked,
                prompts,
                settings.measuredAnswers(),
                random.child(MEASURED).child(asked));
        List<AnswerGroup> likeliest = sampler.likeliest("l" + asked, asked, prompts);
        return sampler.newest(
                policy -> measure.point(step, new ArmMeasure.Answered(policy, sampled, likeliest), bed, scores));
    }
}
