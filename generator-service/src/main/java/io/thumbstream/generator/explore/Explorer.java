package io.thumbstream.generator.explore;

import io.thumbstream.runtime.catalog.Signal;
import io.thumbstream.runtime.catalog.Technique;
import java.util.List;
import java.util.Set;

/**
 * Decides how the answers of one group are sampled, so that they differ enough to be learned from.
 *
 * <p>Called once per prompt, before its first token, on the generator's thread. Keeps no state between calls: the plan
 * is a function of the request, so that a repeated prompt gets the same plan. The sampler reports the log-probability of
 * every token under the distribution planned here, which is what makes any plan usable for off-policy correction.
 */
public interface Explorer extends Technique {
    /**
     * Plans every answer of the group.
     *
     * @return exactly {@code request.groupSize()} draws, in index order; token limit and stop texts as requested
     */
    List<Draw> plan(ExploreRequest request);

    @Override
    default Set<Signal> needs() {
        return Set.of();
    }

    @Override
    default Set<Signal> provides() {
        return Set.of(Signal.GROUP, Signal.BEHAVIOUR_LOG_PROBS);
    }
}
