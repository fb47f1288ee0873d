package io.thumbstream.learner.correct;

import io.thumbstream.runtime.catalog.Signal;
import java.util.Set;

/**
 * Silence as "no" at once, the "yes" as a further label when it comes, both weighed so that the rate is right.
 *
 * <p>{@code yes: 1 + p}, {@code no: (1 - p)(1 + p)}, p the model's present probability, without unit. Every answer then makes a
 * "no", and the share p of them a "yes" as well, so that a plain fit finds {@code p / (1 + p)}; the weights are the ratio of the
 * true share of each label to its share in that stream. Source: fake negative weighted loss of Ktena et al., Addressing delayed
 * feedback for continuous training with neural networks in CTR prediction, 2019, arXiv 1907.06558. Ours is the same.
 *
 * <p>Use with a window so short that hardly anybody answers within it. Wrong when the share F does, because they make no "no": the
 * rate found is {@code p / (1 - p F)}. {@link ElapsedTime} knows F and equals this at 0. Starting from p near 1 it needs long to
 * come down, since the model's own belief hides the "no". Of answers with a higher rate more labels are made, and they count for
 * more, by {@code 1 + p}, where one score cannot fit all.
 */
final class FakeNegativeWeighted implements LabelCorrection {
    @Override
    public Target correct(Target target, Evidence evidence, double estimate) {
        return target.weighed(1 + estimate, (1 - estimate) * (1 + estimate));
    }

    @Override
    public boolean readsSilence() {
        return true;
    }

    @Override
    public Set<Signal> needs() {
        return Set.of(Signal.BINARY_LABEL);
    }
}
