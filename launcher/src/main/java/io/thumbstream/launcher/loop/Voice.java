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
     * What somebody says of one kind; empty for silence, and for kinds that this voice does not speak. The same arguments have the same answer.
     *
     * @param about one answer, or those that are compared
     * @param random of this statement alone
     */
    Optional<Statement> say(FeedbackKind kind, List<RolloutEvent> about, SeededRandom random);

    /**
     * What is asked about in a group, a question each: the first displayed answers, once, unless people do more.
     *
     * @param answers answers that a statement names, at least 1
     */
    default List<List<RolloutEvent>> about(AnswerGroup group, int answers) {
        return List.of(group.displayed().subList(0, answers));
    }
}
