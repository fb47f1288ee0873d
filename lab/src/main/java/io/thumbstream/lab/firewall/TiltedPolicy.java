package io.thumbstream.lab.firewall;

import io.thumbstream.lab.tasks.SupportPrompt;
import io.thumbstream.lab.tasks.SupportTask;
import io.thumbstream.lab.users.Taste;
import io.thumbstream.model.reward.ScoreInput;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.Function;

/**
 * The policy that a reward model asks for: what policy learning heads for, without the learning.
 *
 * <p>{@code p(a) = p0(a) exp(r(a) / b) / Z} maximises {@code E r - b KL(p, p0)}; here {@code b = 1}, {@code r} is the mean score of the
 * members in log-odds of approval, {@code p0} the task's own variety of answers. Its utility is estimated on the same answers to the same
 * messages for every reward model, {@code sum w u} with {@code w} proportional to {@code exp(r)} within a message, so that two models are
 * compared without the luck of sampling. Immutable.
 */
public final class TiltedPolicy {
    private static final int MESSAGES = 150;
    private static final int ANSWERS = 24;

    private final List<Shown> answers = new ArrayList<>();

    /** The same seed gives the same messages and answers. */
    public TiltedPolicy(SupportTask task, long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        for (SupportPrompt prompt : task.prompts(MESSAGES, seed, false)) {
            for (int i = 0; i < ANSWERS; i++) {
                String text = task.write(prompt, task.samplePlan(prompt, random), random);
                answers.add(new Shown(prompt, text, task.grade(prompt, text)));
            }
        }
    }

    /** Mean utility of {@code p0} to people of a taste, in points. */
    public double untilted(Taste taste) {
        return answers.stream()
                .mapToDouble(answer -> taste.utility(answer.grade()))
                .average()
                .orElseThrow();
    }

    /**
     * How much of every answer the policy gives.
     *
     * @param scores scores of answers, {@code [answer][member]}
     * @return weights, {@code [answer]}, that sum to 1 within a message
     */
    public double[] weights(Function<List<ScoreInput>, double[][]> scores) {
        double[] rewards = Arrays.stream(
                        scores.apply(answers.stream().map(Shown::input).toList()))
                .mapToDouble(members -> Arrays.stream(members).average().orElseThrow())
                .toArray();
        double[] weights = new double[rewards.length];
        for (int from = 0; from < rewards.length; from += ANSWERS) {
            double largest = Arrays.stream(rewards, from, from + ANSWERS).max().orElseThrow();
            double sum = 0;
            for (int i = from; i < from + ANSWERS; i++) {
                weights[i] = Math.exp(rewards[i] - largest);
                sum += weights[i];
            }
            for (int i = from; i < from + ANSWERS; i++) {
                weights[i] /= sum;
            }
        }
        return weights;
    }

    /** Mean utility, to people of a taste, of a policy with these weights, in points. */
    public double utility(double[] weights, Taste taste) {
        double sum = 0;
        for (int i = 0; i < weights.length; i++) {
            sum += weights[i] * taste.utility(answers.get(i).grade());
        }
        return sum / MESSAGES;
    }
}
