package io.thumbstream.launcher.trial;

import io.thumbstream.launcher.loop.AnswerGroup;
import io.thumbstream.reward.event.RolloutEvent;
import java.util.ArrayList;
import java.util.List;
import java.util.function.ToDoubleFunction;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;

/**
 * How likely a policy finds fixed answers, good ones and bad ones, that nobody learns from.
 *
 * <p>Of the answers of the first policy to each measured prompt the one that is worth most is chosen and the one that is worth least is
 * rejected, of equals the first; a prompt whose answers are all worth the same has no pair. Measured is the mean over the pairs of
 * {@code log pi(y) - log pi_0(y)}, in nats per answer, {@code log pi(y)} the sum over the tokens of {@code y}. Source: Yang et al., DPO-Shift, 2025,
 * arXiv 2502.07599, and Gupta et al., AlphaPO, 2025, arXiv 2501.03884, whose objectives are about how likely chosen answers stay. Ours goes by true
 * worth and has pairs of the policy's own. Any policy that moves away makes such answers less likely on the whole, so arms that went unequally far differ
 * by that, too.
 */
final class PairProbe {
    private final List<RolloutEvent> chosen = new ArrayList<>();
    private final List<RolloutEvent> rejected = new ArrayList<>();
    private final double[] chosenBefore;
    private final double[] rejectedBefore;

    /** Finds how likely a policy is to give each of some answers, the whole of it, unit nat. */
    @FunctionalInterface
    interface LogProbs {
        /** One for each answer, in order; there is at least one. */
        double[] of(List<RolloutEvent> answers);
    }

    /**
     * Pairs among answers of the first policy.
     *
     * @param bed says what answers are worth
     * @param first log-probabilities under the first policy
     */
    PairProbe(List<AnswerGroup> groups, Bed bed, LogProbs first) {
        ToDoubleFunction<RolloutEvent> worth = answer ->
                bed.worth(answer.trace().promptTokens(), answer.trace().tokens());
        for (AnswerGroup group : groups) {
            RolloutEvent best = group.answers().get(0);
            RolloutEvent worst = best;
            for (RolloutEvent answer : group.answers()) {
                best = worth.applyAsDouble(answer) > worth.applyAsDouble(best) ? answer : best;
                worst = worth.applyAsDouble(answer) < worth.applyAsDouble(worst) ? answer : worst;
            }
            if (worth.applyAsDouble(best) > worth.applyAsDouble(worst)) {
                chosen.add(best);
                rejected.add(worst);
            }
        }
        chosenBefore = asked(chosen, first);
        rejectedBefore = asked(rejected, first);
    }

    private static double[] asked(List<RolloutEvent> answers, LogProbs policy) {
        return answers.isEmpty() ? new double[0] : policy.of(answers);
    }

    /** Mean change of the chosen answers since the start, nats per answer; NaN where there is no pair. */
    double chosen(LogProbs now) {
        return change(asked(chosen, now), chosenBefore);
    }

    /** The same of the rejected answers. */
    double rejected(LogProbs now) {
        return change(asked(rejected, now), rejectedBefore);
    }

    private static double change(double[] now, double[] before) {
        DoubleStream changes = IntStream.range(0, before.length).mapToDouble(i -> now[i] - before[i]);
        return changes.average().orElse(Double.NaN);
    }
}
