package io.thumbstream.generator.schedule;

import io.thumbstream.model.sample.SamplingSettings;
import io.thumbstream.model.text.Turn;
import java.time.Instant;
import java.util.List;

/** Prompts for tests. */
final class Jobs {
    private Jobs() {}

    static PromptJob job(String groupId, int groupSize, int displayedCount, boolean interactive, long seed) {
        return new PromptJob(
                "p-" + groupId,
                groupId,
                List.of(Turn.user("hello")),
                SamplingSettings.plain(8),
                seed,
                groupSize,
                displayedCount,
                interactive,
                null,
                null,
                1,
                true,
                false,
                Instant.EPOCH,
                new Position(0, 0));
    }
}
