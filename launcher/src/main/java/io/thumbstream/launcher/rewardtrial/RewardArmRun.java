package io.thumbstream.launcher.rewardtrial;

import ai.djl.Device;
import io.thumbstream.lab.tasks.lexicon.ChatWords;
import io.thumbstream.learner.RewardLearnerSettings;
import io.thumbstream.learner.engine.InputRecord;
import io.thumbstream.learner.engine.Position;
import io.thumbstream.learner.engine.StepContext;
import io.thumbstream.learner.engine.StepPlan;
import io.thumbstream.learner.engine.StepSeeds;
import io.thumbstream.learner.reward.RewardCore;
import io.thumbstream.learner.reward.RewardLabel;
import io.thumbstream.model.lm.CausalLm;
import io.thumbstream.model.reward.RewardModelFiles;
import io.thumbstream.model.reward.RewardTrunk;
import io.thumbstream.model.reward.RewardTrunks;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Optional;

/**
 * One arm with one seed: all judgements to the reward learner as it is in the product, steps until each had its share of uses, then the
 * exam. Judgements are there at once, so the first pass is over before one is learned again. Where only some are asked for they come in
 * parts, and each part is learned to the end before it is chosen about which of the next is asked. What people did with lists of answers is read by
 * the interpreters of the arm and learned in the end.
 */
final class RewardArmRun {
    private static final String TOPIC = "labels";

    private final Path reader;
    private final Clock clock;

    /** @param reader directory of what a transformer begins with; not read by others */
    RewardArmRun(Path reader, Clock clock) {
        this.reader = reader;
        this.clock = clock;
    }

    /** Learns and measures. */
    Measures run(RewardArm arm, RewardData data, long seed) throws IOException {
        RewardLearnerSettings settings = arm.settings();
        try (RewardCore core =
                new RewardCore(settings.core().withoutWait(), trunk(settings, seed), RewardModelFiles::load, clock)) {
            AskedJudgements asked = new AskedJudgements(arm.ask(), data.asking(), seed, core::scores);
            long offset = 0;
            long step = 1;
            for (List<RewardData.Judgement> part : asked.parts(data.training())) {
                for (RewardData.Judgement judgement : asked.said(part)) {
                    accept(core, judgement, offset);
                    offset++;
                }
                step = learn(core, seed, step);
            }
            for (RewardData.Judgement judgement : new HeardLists(arm.interpreters()).judgements(data.lists())) {
                accept(core, judgement, offset);
                offset++;
            }
            var unused = learn(core, seed, step);
            return new Exam(arm.reads(), core::scores).of(data);
        }
    }

    private static void accept(RewardCore core, RewardData.Judgement judgement, long offset) {
        core.accept(new InputRecord<>(new Position(TOPIC, 0, offset), judgement.id(), 1, judgement.label()));
    }

    private RewardTrunk trunk(RewardLearnerSettings settings, long seed) throws IOException {
        if (settings.trunk() == RewardLearnerSettings.Trunk.NGRAM) {
            return RewardTrunks.ngram(settings.ngram(), seed);
        }
        return RewardTrunks.transformer(
                settings.transformer(), CausalLm.load(reader, Device.cpu()), reader, new ChatWords(), seed);
    }

    /** Learns from step {@code first} on until nothing is due; returns the step after the last. */
    private static long learn(RewardCore core, long seed, long first) {
        long step = first;
        Optional<StepPlan<RewardLabel>> plan = core.plan(context(step, seed));
        while (plan.isPresent()) {
            var unused = core.apply(plan.get());
            step++;
            plan = core.plan(context(step, seed));
        }
        return step;
    }

    private static StepContext context(long step, long seed) {
        return new StepContext(step, StepSeeds.of(seed, step), 0);
    }
}
