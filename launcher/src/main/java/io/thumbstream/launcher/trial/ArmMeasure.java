package io.thumbstream.launcher.trial;

import ai.djl.Device;
import ai.djl.ndarray.NDManager;
import io.thumbstream.lab.tasks.lexicon.LexiconBase;
import io.thumbstream.lab.tasks.lexicon.LexiconPrompt;
import io.thumbstream.lab.tasks.lexicon.LexiconTaste;
import io.thumbstream.launcher.loop.AnswerGroup;
import io.thumbstream.model.lm.CausalLm;
import io.thumbstream.model.tensor.Grad;
import io.thumbstream.model.tensor.StepScope;
import io.thumbstream.reward.event.RolloutEvent;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** What answers of a policy are worth and how far it has moved from the first one. Draws nothing. One thread owns it. */
final class ArmMeasure implements AutoCloseable {
    /** Answers whose lengths lie in one range of so many tokens are counted together. */
    private static final int BUCKET = 4;

    private static final int BUCKETS = (LexiconBase.ANSWER + BUCKET - 1) / BUCKET;

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
     * @param taste whose worth counts
     */
    ArmCurve.Point point(int step, List<AnswerGroup> groups, LexiconTaste taste, ArmScores scores) {
        List<RolloutEvent> all = new ArrayList<>();
        List<Double> scored = new ArrayList<>();
        double worth = 0;
        double best = 0;
        for (AnswerGroup group : groups) {
            double most = 0;
            for (RolloutEvent answer : group.answers()) {
                double own = worth(answer, taste);
                worth += own;
                most = Math.max(most, own);
            }
            best += most;
            all.addAll(group.answers());
            for (double[] members : scores.of(group)) {
                scored.add(Arrays.stream(members).average().orElseThrow());
            }
        }
        List<ArmCurve.Bucket> byLength = byLength(all, scored);
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
                byLength);
    }

    private static List<ArmCurve.Bucket> byLength(List<RolloutEvent> answers, List<Double> scores) {
        int[] counts = new int[BUCKETS];
        double[] sums = new double[BUCKETS];
        for (int i = 0; i < answers.size(); i++) {
            int bucket = (answers.get(i).trace().length() - 1) / BUCKET;
            counts[bucket]++;
            sums[bucket] += scores.get(i);
        }
        List<ArmCurve.Bucket> buckets = new ArrayList<>();
        for (int i = 0; i < BUCKETS; i++) {
            buckets.add(new ArmCurve.Bucket(counts[i], sums[i]));
        }
        return buckets;
    }

    private static double worth(RolloutEvent answer, LexiconTaste taste) {
        return taste.worth(
                LexiconPrompt.of(answer.trace().promptTokens()), answer.trace().tokens());
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
