package io.thumbstream.launcher.trial;

import io.thumbstream.lab.tasks.lexicon.LexiconProxy;
import io.thumbstream.launcher.up.ThumbstreamSettings;
import java.util.Optional;

/**
 * One way to learn.
 *
 * @param settings of everything
 * @param rewardSteps steps of the policy during which the reward model learns; afterwards it stays as it is
 * @param learns whether anything learns; the first policy stays when not
 * @param proxy what stands in place of the reward model in this arm; that of the bed when empty
 * @param judged prompts to which people judge answers of the first policy before its first step, at least 0; the reward model learns from that
 * @param bestOf answers to a prompt of which the best are taken in place of learning, 0 or at least 2; 0 is to learn
 * @param demonstrations whether what people wrote in place of answers goes to the policy learner beside them, as answers that were approved of
 */
record Arm(
        ThumbstreamSettings settings,
        int rewardSteps,
        boolean learns,
        Optional<LexiconProxy> proxy,
        int judged,
        int bestOf,
        boolean demonstrations) {
    Arm {
        if (judged < 0 || bestOf < 0 || bestOf == 1) {
            throw new IllegalArgumentException("judged is " + judged + " and best-of " + bestOf
                    + "; give at least 0, and 0 or at least 2 answers of which the best is taken");
        }
    }

    /** An arm with what the bed has in place of the reward model. */
    Arm(ThumbstreamSettings settings, int rewardSteps, boolean learns) {
        this(settings, rewardSteps, learns, Optional.empty(), 0, 0, false);
    }

    /** An arm in which both models learn to the end. */
    static Arm of(ThumbstreamSettings settings) {
        return new Arm(settings, Integer.MAX_VALUE, true);
    }

    /** The first policy as it is. */
    static Arm untouched(ThumbstreamSettings settings) {
        return new Arm(settings, 0, false);
    }

    /** The same with a reward model that stays as it is after so many steps of the policy. */
    Arm learningReward(int steps) {
        return new Arm(settings, steps, learns, proxy, judged, bestOf, demonstrations);
    }

    /** The same with another proxy than the bed's. */
    Arm with(LexiconProxy other) {
        return new Arm(settings, rewardSteps, learns, Optional.of(other), judged, bestOf, demonstrations);
    }

    /** The same with a reward model that has learned from answers to so many prompts first, and nothing afterwards. */
    Arm judgedFirst(int prompts) {
        return new Arm(settings, 0, learns, proxy, prompts, bestOf, demonstrations);
    }

    /** The first policy, of whose answers the best of so many are taken. */
    Arm choosing(int answers) {
        return new Arm(settings, rewardSteps, false, proxy, judged, answers, demonstrations);
    }

    /** The same with what people wrote as demonstrations, or without. */
    Arm withDemonstrations(boolean shown) {
        return new Arm(settings, rewardSteps, learns, proxy, judged, bestOf, shown);
    }
}
