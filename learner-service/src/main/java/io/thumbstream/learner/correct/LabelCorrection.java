package io.thumbstream.learner.correct;

import io.thumbstream.runtime.catalog.Signal;
import io.thumbstream.runtime.catalog.Technique;
import java.util.Set;

/**
 * Corrects a label for how it came to be known, so that what is known asks on average the same of a model as if all were known.
 *
 * <p>Called for every use of a label, before its loss, with the probability that the model gives at that moment; the result is a
 * constant to the gradient. Keeps nothing between calls: equal input gives equal output.
 */
public interface LabelCorrection extends Technique {

    /**
     * The corrected target.
     *
     * @param target what the label says; silence that is read as "no" has the value 0
     * @param estimate probability that the model gives the value 1, in (0, 1)
     */
    Target correct(Target target, Evidence evidence, double estimate);

    /** Whether it weighs silence, and so can be used only where a rule lets silence be read as "no". */
    boolean readsSilence();

    @Override
    default Set<Signal> provides() {
        return Set.of();
    }
}
