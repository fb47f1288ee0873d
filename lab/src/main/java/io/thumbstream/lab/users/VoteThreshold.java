package io.thumbstream.lab.users;

import io.thumbstream.lab.tasks.SupportPrompt;
import io.thumbstream.lab.tasks.SupportTask;
import java.util.SplittableRandom;

/** Utility above which a thumb rather points up, found so that the wanted share of first thumbs does. */
final class VoteThreshold {
    private static final int SAMPLES = 4000;
    private static final int HALVINGS = 50;
    private static final double MARGIN = 5;

    private VoteThreshold() {}

    /** Returns the threshold for answers drawn from the task's own language and people of this taste, unit points. */
    static double calibrate(SupportTask task, Taste taste, FeedbackHabits habits, long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        double[] utilities = new double[SAMPLES];
        for (int i = 0; i < SAMPLES; i++) {
            SupportPrompt prompt = task.samplePrompt(random, false);
            String reply = task.write(prompt, task.samplePlan(prompt, random), random);
            utilities[i] = taste.utility(task.grade(prompt, reply));
        }
        return calibrate(utilities, habits);
    }

    /** Returns the threshold at which the mean probability of "up" over these utilities is the wanted share. */
    static double calibrate(double[] utilities, FeedbackHabits habits) {
        double low = Taste.LOWEST - MARGIN;
        double high = Taste.HIGHEST + MARGIN;
        for (int i = 0; i < HALVINGS; i++) {
            double middle = (low + high) / 2;
            double up = 0;
            for (double utility : utilities) {
                up += habits.upProbability(utility - middle) / utilities.length;
            }
            if (up > habits.upShare()) {
                low = middle;
            } else {
                high = middle;
            }
        }
        return (low + high) / 2;
    }
}
