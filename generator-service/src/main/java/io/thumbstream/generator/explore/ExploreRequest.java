package io.thumbstream.generator.explore;

import io.thumbstream.model.sample.SamplingSettings;
import io.thumbstream.runtime.random.SeededRandom;

/**
 * What an {@link Explorer} is told about a group.
 *
 * @param groupSize answers to plan, at least 1
 * @param displayedCount how many of them, from the first, a person will see, range [0, groupSize]
 * @param sampling settings that the caller asked for
 * @param random the group's own stream: equal for a repetition of the same prompt
 */
public record ExploreRequest(int groupSize, int displayedCount, SamplingSettings sampling, SeededRandom random) {
    public ExploreRequest {
        if (groupSize < 1) {
            throw new IllegalArgumentException("groupSize is " + groupSize + "; it must be at least 1");
        }
        if (displayedCount < 0 || displayedCount > groupSize) {
            throw new IllegalArgumentException(
                    "displayedCount is " + displayedCount + "; it must be in [0, " + groupSize + "]");
        }
    }
}
