package io.thumbstream.reward.interpret;

import io.thumbstream.reward.event.FeedbackKind;
import io.thumbstream.reward.event.RolloutEvent;
import io.thumbstream.runtime.catalog.Signal;
import io.thumbstream.runtime.catalog.Technique;
import java.util.List;
import java.util.Set;

/**
 * Turns one kind of feedback into a label.
 *
 * <p>Called once for every change of a person's opinion, with the answers it speaks about in the order the person named
 * them. Keeps nothing: equal input gives equal output. Retractions, repeated and changed votes are settled before.
 */
public interface FeedbackInterpreter extends Technique {

    /** Kinds it reads. */
    Set<FeedbackKind> kinds();

    /** Answers a statement must name. */
    default int targets() {
        return 1;
    }

    /** Most answers a statement may name, where that is not one number. */
    default int mostTargets() {
        return targets();
    }

    Interpretation interpret(Statement statement, List<RolloutEvent> answers);

    /** Whether a label of it may speak about three answers or more, of which the first is the best. */
    default boolean namesBest() {
        return false;
    }

    /** P(feedback asked or given) that a label about an answer carries, range [0, 1]: as recorded with it, unless the settings know better. */
    default double propensity(RolloutEvent answer) {
        return answer.feedbackProbability();
    }

    /**
     * Whether the silence of a kind it reads is somebody's, so that a record of it is made where {@code reward.joiner.silence} names the kind.
     *
     * @param seen how close to the answer the person who asked was seen
     */
    default boolean hearsSilence(Presence seen) {
        return true;
    }

    @Override
    default Set<Signal> needs() {
        return Set.of();
    }
}
