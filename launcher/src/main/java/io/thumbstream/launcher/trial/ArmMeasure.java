package io.thumbstream.launcher.trial;

import ai.djl.Device;
import ai.djl.ndarray.NDManager;
import io.thumbstream.launcher.loop.AnswerGroup;
import io.thumbstream.model.lm.CausalLm;
import io.thumbstream.model.tensor.Grad;
import io.thumbstream.model.tensor.StepScope;
import io.thumbstream.reward.event.RolloutEvent;
import io.thumbstream.runtime.catalog.TechniqueChoice;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** What answers of a policy are worth and how far it has moved from the first one. Draws nothing. One thread owns it. */
final class ArmMeasure implements AutoCloseable {
    /** Answers whose lengths lie in one range of so many tokens are counted together. */
    private static final int BUCKET = 4;

    private final CausalLm first;
    private final NDManager arrays;
    private final RewardFidelity fidelity;
    private final PolicyProbe probe;

    /**
     * Measures against the first policy.
     *
     * @param base directory of the first policy
     * @param fidelity of the rewards of the arm
     * @param advantage estimator of the arm
     */
    ArmMeasure(Path base, RewardFidelity fidelity, TechniqueChoice advantage) throws IOException {
        this.fidelity = fidelity;
        first = CausalLm.load(base, Device.cpu());
        arrays = NDManager.newBaseManager(Device.cpu());
        probe = new PolicyProbe(first, advantage, fidelity);
    }

    /**
     * A policy and what it answers to prompts that are never learned from.
     *
     * @param policy with whole weights; only read
     * @param groups answers at temperature 1, equally many to each prompt
     * @param likeliest the most likely answer to each prompt
     */
    record Answered(CausalLm policy, List<AnswerGroup> groups, List<AnswerGroup> likeliest) {
        Answered {
            groups = List.copyOf(groups);
            likeliest = List.copyOf(likeliest);
        }
    }

    /**
     * Measures the policy that gave the answers; the first policy comes first.
     *
     * @param bed says what answers are worth
     */
    ArmCurve.Point point(int step, Answered answered, Bed bed, ArmScores scores) {
        List<AnswerGroup> groups = answered.groups();
        List<RolloutEvent> all = new ArrayList<>();
        List<double[][]> given = groups.stream().map(scores::of).toList();
        double worth = 0;
        double best = 0;
        Order order = Order.NONE;
        for (int i = 0; i < given.size(); i++) {
            List<RolloutEvent> answers = groups.get(i).answers();
            List<Double> worths = answers.stream()
                    .map(answer -> bed.worth(
                            answer.trace().promptTokens(), answer.trace().tokens()))
                    .toList();
            for (double own : worths) {
                worth += own;
            }
            best += Collections.max(worths);
            order = order.with(worths, means(given.get(i)));
            all.addAll(answers);
        }
        List<Double> scored =
                given.stream().flatMap(each -> means(each).stream()).toList();
        List<ArmCurve.Bucket> byLength = byLength(all, scored, bed.longest());
        return new ArmCurve.Point(
                step,
                worth / all.size(),
                best / groups.size(),
                divergence(all),
                all.stream()
                        .mapToInt(answer -> answer.trace().length())
                        .average()
                        .orElseThrow(),
                byLength.stream().mapToDouble(ArmCurve.Bucket::sum).sum() / all.size(),
                surprise(all),
                routes(groups, bed),
                byLength,
                new ArmCurve.Beside(
                        fidelity.of(groups, given, bed),
                        both(all, bed),
                        order.share(),
                        probe.of(answered.policy(), groups, answered.likeliest(), given, bed)));
    }

    /** Means over the members, of the answers to a prompt in order. */
    private static List<Double> means(double[][] scores) {
        return Arrays.stream(scores)
                .map(members -> Arrays.stream(members).average().orElseThrow())
                .toList();
    }

    /**
     * Pairs of answers to one prompt that are of different worth.
     *
     * @param right twice the number of those whose better answer scores higher, and once that of those with equal scores
     */
    record Order(long pairs, long right) {
        static final Order NONE = new Order(0, 0);

        /** With the answers to one more prompt. */
        Order with(List<Double> worths, List<Double> scores) {
            long more = 0;
            long rightly = 0;
            for (int i = 0; i < worths.size(); i++) {
                for (int j = 0; j < i; j++) {
                    double lead = worths.get(i) - worths.get(j);
                    if (lead != 0) {
                        more++;
                        rightly += 1 + (int) Math.signum(lead * (scores.get(i) - scores.get(j)));
                    }
                }
            }
            return new Order(pairs + more, right + rightly);
        }

        /** Share in the right order; 0.5 where there is no pair. */
        double share() {
            return pairs == 0 ? 0.5 : right / (2.0 * pairs);
        }
    }

    /** Share of the answers that are good in both aspects of the bed. */
    static double both(List<RolloutEvent> answers, Bed bed) {
        long good = answers.stream()
                .filter(answer -> bed.goodInBoth(
                        answer.trace().promptTokens(), answer.trace().tokens()))
                .count();
        return (double) good / answers.size();
    }

    /** Mean over prompts of the different ways in which right answers were found without an error. */
    static double routes(List<AnswerGroup> groups, Bed bed) {
        int routes = 0;
        for (AnswerGroup group : groups) {
            Set<String> found = new HashSet<>();
            for (RolloutEvent answer : group.answers()) {
                bed.route(answer.trace().promptTokens(), answer.trace().tokens())
                        .ifPresent(found::add);
            }
            routes += found.size();
        }
        return (double) routes / groups.size();
    }

    private static List<ArmCurve.Bucket> byLength(List<RolloutEvent> answers, List<Double> scores, int longest) {
        int[] counts = new int[(longest + BUCKET - 1) / BUCKET];
        double[] sums = new double[counts.length];
        for (int i = 0; i < answers.size(); i++) {
            int bucket = (answers.get(i).trace().length() - 1) / BUCKET;
            counts[bucket]++;
            sums[bucket] += scores.get(i);
        }
        List<ArmCurve.Bucket> buckets = new ArrayList<>();
        for (int i = 0; i < counts.length; i++) {
            buckets.add(new ArmCurve.Bucket(counts[i], sums[i]));
        }
        return buckets;
    }

    /** Mean of {@code -log pi} over all sampled tokens, nats per token: an estimate of the entropy. */
    static double surprise(List<RolloutEvent> answers) {
        double sum = 0;
        int tokens = 0;
        for (RolloutEvent answer : answers) {
            for (float logProb : answer.trace().logProbs()) {
                sum -= logProb;
                tokens++;
            }
        }
        return sum / tokens;
    }

    /** Mean over the answers of {@code log pi - log pi_0}, nats per answer: an estimate of the divergence from the first policy. */
    private double divergence(List<RolloutEvent> answers) {
        int[][] prompts =
                answers.stream().map(each -> each.trace().promptTokens()).toArray(int[][]::new);
        int[][] tokens = answers.stream().map(each -> each.trace().tokens()).toArray(int[][]::new);
        float[] before;
        try (StepScope scope = StepScope.open(arrays)) {
            before = Grad.off(() ->
                    first.logProbs(scope.manager(), prompts, tokens).logProbs().toFloatArray());
        }
        double sum = 0;
        for (RolloutEvent answer : answers) {
            for (float logProb : answer.trace().logProbs()) {
                sum += logProb;
            }
        }
        // padding is zero
        for (float logProb : before) {
            sum -= logProb;
        }
        return sum / answers.size();
    }

    @Override
    public void close() {
        probe.close();
        arrays.close();
        first.close();
    }
}
