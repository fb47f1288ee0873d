package io.thumbstream.launcher.trial;

import io.thumbstream.launcher.loop.AnswerGroup;
import io.thumbstream.reward.event.RolloutEvent;
import io.thumbstream.reward.transform.RewardChain;
import io.thumbstream.reward.transform.RewardGroup;
import io.thumbstream.reward.transform.RewardRow;
import io.thumbstream.reward.transform.Transforms;
import io.thumbstream.runtime.catalog.TechniqueChoice;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * How well the rewards of an arm follow those that a perfect reward model would earn by the same transforms.
 *
 * <p>The correlation, over the answers to a prompt, of the rewards of the scores that the arm has with those of {@code 10 (U - 1/2)}, the
 * log-odds of a thumb up for an answer of worth {@code U}. Nobody has said anything of these answers, and transforms that remember earlier
 * groups remember none. Keeps nothing.
 */
final class RewardFidelity {
    private static final double SHARPNESS = 10;
    private static final double EVEN = 0.5;
    /** What is smaller is rounding. */
    private static final double LEAST = 1e-12;

    private final RewardChain chain;

    /** @param transforms of the arm, in order */
    RewardFidelity(List<TechniqueChoice> transforms) {
        chain = new RewardChain(transforms.stream()
                .map(choice -> new RewardChain.Step(choice.name(), choice.name(), Transforms.CATALOG.create(choice)))
                .toList());
    }

    /**
     * The correlation, in [-1, 1]; 0 where one side does not vary within any group.
     *
     * @param scores that the arm has, {@code [answer][member]} for each group
     */
    double of(List<AnswerGroup> groups, List<double[][]> scores, Bed bed) {
        double product = 0;
        double ownSquares = 0;
        double trueSquares = 0;
        for (int g = 0; g < groups.size(); g++) {
            AnswerGroup group = groups.get(g);
            double[][] perfect = group.answers().stream()
                    .map(answer -> new double[] {SHARPNESS * (worth(answer, bed) - EVEN)})
                    .toArray(double[][]::new);
            double[] own = centred(rewards(group, scores.get(g), bed));
            double[] wanted = centred(rewards(group, perfect, bed));
            for (int i = 0; i < own.length; i++) {
                product += own[i] * wanted[i];
                ownSquares += own[i] * own[i];
                trueSquares += wanted[i] * wanted[i];
            }
        }
        double scale = Math.sqrt(ownSquares * trueSquares);
        return scale > LEAST ? product / scale : 0;
    }

    /** What the arm makes of scores, {@code [answer][member]}, of a group: a reward for each answer. */
    double[] rewards(AnswerGroup group, double[][] scores, Bed bed) {
        List<RewardRow> rows = new ArrayList<>();
        for (int i = 0; i < scores.length; i++) {
            RolloutEvent answer = group.answers().get(i);
            double mean = Arrays.stream(scores[i]).average().orElseThrow();
            double variance = Arrays.stream(scores[i])
                    .map(score -> (score - mean) * (score - mean))
                    .average()
                    .orElseThrow();
            rows.add(new RewardRow(
                    answer.id(),
                    answer.trace().length(),
                    mean,
                    Math.sqrt(variance),
                    mean,
                    null,
                    0,
                    answer.feedbackProbability(),
                    bed.parts(answer.trace().promptTokens(), answer.trace().tokens())));
        }
        return chain.apply(new RewardGroup(rows), List.of()).group().rows().stream()
                .mapToDouble(RewardRow::reward)
                .toArray();
    }

    private static double[] centred(double[] values) {
        double mean = Arrays.stream(values).average().orElseThrow();
        return Arrays.stream(values).map(value -> value - mean).toArray();
    }

    private static double worth(RolloutEvent answer, Bed bed) {
        return bed.worth(answer.trace().promptTokens(), answer.trace().tokens());
    }
}
