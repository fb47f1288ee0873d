package io.thumbstream.learner.reward;

import ai.djl.ndarray.NDArray;
import io.thumbstream.model.tensor.Scalars;
import io.thumbstream.runtime.catalog.Experimental;
import io.thumbstream.runtime.catalog.Signal;
import java.util.Map;
import java.util.Set;

/**
 * Keeps a reward model's language head at work on the answers that people prefer, so that its states stay useful beyond the labels.
 *
 * <p>{@code L = -coefficient sum w g lp}, {@code lp} the mean log-probability of the tokens of an answer under the trunk's language head, {@code w} the
 * weight of the label and {@code g} how clearly it prefers the answer: {@code max(0, 2t - 1)} for the first and {@code max(0, 1 - 2t)} for the second of a
 * pair, {@code t} for a single answer and for the first of several that is the best. Source: Yang et al., Regularizing Hidden States Enables
 * Learning Generalizable Reward Model for LLMs, 2024, arXiv 2406.10216. Ours takes the mean over the tokens in place of the log-sigmoid of their sum, which teaches nothing of
 * long answers to a small trunk, and trains the language head with the rest.
 *
 * <p>Needs the transformer trunk, trained; helps most with few labels. A coefficient of 0.001 to 0.1 is worth trying.
 */
@Experimental
final class TextGenerationTerm implements AuxiliaryRewardTerm {
    /** @param coefficient weight of the term, at least 0 */
    record Settings(double coefficient) {
        Settings {
            if (!(coefficient >= 0)) {
                throw new IllegalArgumentException("coefficient is " + coefficient + "; give at least 0");
            }
        }
    }

    private final Settings settings;

    TextGenerationTerm(Settings settings) {
        this.settings = settings;
    }

    @Override
    public RewardLoss evaluate(TrunkOutput output, LabelBatch batch) {
        NDArray logProbs = output.logProbs();
        NDArray each =
                logProbs.mul(logProbs.getManager().create(preferred(batch))).neg();
        return new RewardLoss(Scalars.times(each.sum(), settings.coefficient()), Map.of("text_loss", each.mean()));
    }

    /** {@code w g} of each answer, axis {@code [input]}. */
    private static float[] preferred(LabelBatch batch) {
        float[] preferred = new float[batch.inputs()];
        int input = 0;
        for (RewardLabel label : batch.labels()) {
            if (label.kind() == LabelKind.PAIR) {
                double side = 2 * label.value() - 1;
                preferred[input] = (float) (label.weight() * Math.max(0, side));
                preferred[input + 1] = (float) (label.weight() * Math.max(0, -side));
            } else {
                preferred[input] = (float) (label.weight() * label.value());
            }
            input += label.items().size();
        }
        return preferred;
    }

    @Override
    public boolean readsText() {
        return true;
    }

    @Override
    public Set<Signal> needs() {
        return Set.of();
    }
}
