package io.thumbstream.learner.correct;

import io.thumbstream.runtime.catalog.Signal;
import java.util.Set;

/**
 * Each label weighed by how seldom its answer was asked about.
 *
 * <p>{@code weight = min(largest, 1 / e)} with e the recorded P(feedback asked or given) of the answer; no units. The labelled
 * answers then stand for all that were shown: {@code E[o y / e] = E[y]} where o is 1 for those asked, and asked at random with
 * probability e. Source: Horvitz and Thompson, A generalization of sampling without replacement from a finite universe, JASA 47,
 * 1952; for missing rewards Parisi et al., Monitored Markov decision processes, 2024, arXiv 2402.06819. Ours is cut at {@code
 * largest}.
 *
 * <p>Use where some answers are asked about more than others, for example a random share of all and every uncertain one. One
 * probability for all changes only the step size. Wrong when the recorded number is not the one by which was asked, when some
 * answers are never asked about, and for who answers once asked: that is {@link InverseAnswering}. Cut weights make the rare too
 * light; their share is the measure {@code correction-clipped}.
 */
final class InverseAsking implements LabelCorrection {

    /** @param largest largest factor of a label, at least 1 */
    record Settings(double largest) {
        Settings {
            Bounds.largest(largest);
        }
    }

    private final Settings settings;

    InverseAsking(Settings settings) {
        this.settings = settings;
    }

    @Override
    public Target correct(Target target, Evidence evidence, double estimate) {
        return target.times(1 / evidence.propensity(), settings.largest());
    }

    @Override
    public boolean readsSilence() {
        return false;
    }

    @Override
    public Set<Signal> needs() {
        return Set.of(Signal.FEEDBACK_PROBABILITY);
    }
}
