package io.thumbstream.launcher.loop;

import io.thumbstream.reward.event.FeedbackKind;
import io.thumbstream.reward.event.RolloutEvent;
import io.thumbstream.reward.interpret.Statement;
import io.thumbstream.runtime.random.SeededRandom;
import java.util.List;
import java.util.Optional;

/** What people say. */
@FunctionalInterface
public interface Voice {
    /**
     * What somebody says of one kind; empty for silence, and for kinds that this voice does not speak.
     *
     * @param about one answer, or for a kind that compares the two that are displayed
     * @param random of this statement alone
     */
    Optional<Statement> say(FeedbackKind kind, List<RolloutEvent> about, SeededRandom random);
}
