package io.thumbstream.learner.correct;

import io.thumbstream.runtime.catalog.Signal;
import java.util.Set;

/**
 * Silence as "no" at once, the "yes" as a further label when it comes, and the likelihood of that stream.
 *
 * <p>{@code yes: 1 / (1 + p)}, {@code no: (1 - p) / (1 + p)}, p the model's present probability, without unit. These weights make
 * the gradient of cross-entropy that of {@code -(y ln b + (1 - y) ln(1 - b))} with {@code b = p / (1 + p)}, the share of "yes" in
 * a stream in which every answer makes a "no" first. Source: fake negative calibration of Ktena et al., 2019, arXiv 1907.06558,
 * which trains b and serves {@code p = b / (1 - b)}; ours has that link inside the training, so that the model's own probability
 * is p.
 *
 * <p>Use as {@link FakeNegativeWeighted}, whose fixed point it shares with less weight, and so less noise, for answers with a high
 * rate. Wrong when many answer within the window.
 */
final class FakeNegativeCalibration implements LabelCorrection {
    @Override
    public Target correct(Target target, Evidence evidence, double estimate) {
        return target.weighed(1 / (1 + estimate), (1 - estimate) / (1 + estimate));
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
