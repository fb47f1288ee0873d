package io.thumbstream.launcher.trial;

import ai.djl.Device;
import ai.djl.ndarray.NDManager;
import io.thumbstream.launcher.loop.AnswerGroup;
import io.thumbstream.model.lm.CausalLm;
import io.thumbstream.model.tensor.Grad;
import io.thumbstream.model.tensor.StepScope;
import io.thumbstream.reward.event.RolloutEvent;
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

    /** @param base directory of the first policy */
    ArmMeasure(Path base) throws IOException {
        first = CausalLm.load(base, Device.cpu());
        arrays = NDManager.newBaseManager(Device.cpu());
    }

    /**
     * Measures the policy that gave the answers.
     *
     * @param groups answers at temperature 1 to prompts that are never learned from, equally many to each
     * @param bed says what answers are worth
     */
    ArmCurve.Point point(int step, List<AnswerGroup> groups, Bed bed, ArmScores scores) {
        List<RolloutEvent> all = new ArrayList<>();
        List<Double> scored = new ArrayList<>();
        double worth = 0;
        double best = 0;
        Order order = Order.NONE;
        for (AnswerGroup group : groups) {
            List<Double> worths = group.answers().stream()
                    .map(answer -> bed.worth(
                            answer.trace().promptTokens(), answer.trace().tokens()))
                    .toList();
            for (double own : worths) {
                worth += own;
            }
            best += Collections.max(worths);
            all.addAll(group.answers());
            List<Double> given = Arrays.stream(scores.of(group))
                    .map(members -> Arrays.stream(members).average().orElseThrow())
                    .toList();
            scored.addAll(given);
            order = order.with(worths, given);
        }
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
                order.share(),
                byLength);
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
        arrays.close();
        first.close();
    }
}
