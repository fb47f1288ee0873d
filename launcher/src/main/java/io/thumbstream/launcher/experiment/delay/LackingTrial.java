package io.thumbstream.launcher.experiment.delay;

import io.thumbstream.learner.correct.ConfiguredCorrections;
import io.thumbstream.learner.correct.CorrectionSettings;
import io.thumbstream.learner.correct.Evidence;
import io.thumbstream.learner.correct.FeedbackKind;
import io.thumbstream.learner.correct.KindCorrection;
import io.thumbstream.learner.correct.Target;
import java.util.Map;
import java.util.SplittableRandom;

/**
 * A rate of approval learned from the few who are asked and answer; silence is unobserved.
 *
 * <p>Half of the answers please {@link #SURE} of the people, the other half {@link #DOUBTFUL}, so that 0.6 is true of all.
 *
 * @param askedOfSure share of the pleasing answers that are asked about
 * @param askedOfDoubtful share of the others that are asked about
 * @param approving share of those asked who answer when they approve
 * @param disapproving share of those asked who answer when they do not
 */
record LackingTrial(double askedOfSure, double askedOfDoubtful, double approving, double disapproving) {
    private static final double SURE = 0.8;
    private static final double DOUBTFUL = 0.4;
    private static final double JUDGED_FROM = 0.5;

    /** How far off the rate is that a fit believes, over the second half of the answers and in parts of the true one. */
    double error(long seed, int answers, KindCorrection correction) {
        ConfiguredCorrections corrections =
                new ConfiguredCorrections(CorrectionSettings.of(Map.of(FeedbackKind.THUMB, correction)));
        SplittableRandom random = new SplittableRandom(seed);
        RateFit fit = new RateFit(LateTrial.MEMORY);
        double believed = 0;
        long judged = 0;
        for (int i = 0; i < answers; i++) {
            boolean sure = random.nextBoolean();
            boolean yes = random.nextDouble() < (sure ? SURE : DOUBTFUL);
            double asked = sure ? askedOfSure : askedOfDoubtful;
            if (random.nextDouble() < asked && random.nextDouble() < (yes ? approving : disapproving)) {
                Evidence evidence = new Evidence(FeedbackKind.THUMB, false, 0, asked);
                fit.learn(corrections.correct(Target.of(yes ? 1 : 0, 1), evidence, fit.rate()));
                if (i >= JUDGED_FROM * answers) {
                    believed += fit.rate();
                    judged++;
                }
            }
        }
        return believed / judged / ((SURE + DOUBTFUL) / 2) - 1;
    }
}
