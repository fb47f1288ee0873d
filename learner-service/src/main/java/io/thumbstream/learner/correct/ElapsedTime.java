package io.thumbstream.learner.correct;

import io.thumbstream.runtime.catalog.Signal;
import java.util.Set;

/**
 * Silence as "no" when the window closes, a late "yes" as a further label, both weighed so that the rate is right.
 *
 * <p>{@code yes: 1 + l}, {@code no: (1 + l)(1 - p) / (1 - p arrived)} with {@code l = p (1 - arrived)}, p the model's present
 * probability and l the probability of a "yes" after the window; no units. The stream holds each "yes" once and, for the share l,
 * a "no" that was not meant; the weights are the ratio of the true share of each label to its share in the stream. Source:
 * elapsed-time sampling of Yang et al., Capturing delayed feedback in conversion rate prediction via elapsed-time sampling
 * (ES-DFM), AAAI 2021, arXiv 2012.03245. Ours takes {@code arrived} from a measurement instead of from two further models.
 *
 * <p>The first choice: fresh, and exact where {@code arrived} is. Wrong when that share differs between answers, changes, or was
 * measured from a record too short to see the slowest ("feedback completeness" says of which votes its shares are); with the true
 * share F the rate found is {@code p / (1 - p (F - arrived))}. A "no" that is said aloud after the window counts once too often.
 */
final class ElapsedTime implements LabelCorrection {

    /** @param arrived share of the "yes" that come within the window, in [0, 1]; {@code feedback completeness} measures it */
    record Settings(double arrived) {
        Settings {
            if (!(arrived >= 0 && arrived <= 1)) {
                throw new IllegalArgumentException("arrived is " + arrived + "; give a share from 0 to 1");
            }
        }
    }

    private final Settings settings;

    ElapsedTime(Settings settings) {
        this.settings = settings;
    }

    @Override
    public Target correct(Target target, Evidence evidence, double estimate) {
        double late = estimate * (1 - settings.arrived());
        double meant = (1 - estimate) / (1 - estimate * settings.arrived());
        return target.weighed(1 + late, (1 + late) * meant);
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
