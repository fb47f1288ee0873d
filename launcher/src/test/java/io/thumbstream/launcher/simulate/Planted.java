package io.thumbstream.launcher.simulate;

import io.thumbstream.reward.assemble.Output;
import io.thumbstream.reward.assemble.RolloutState;
import io.thumbstream.reward.event.Event;
import io.thumbstream.reward.event.FeedbackEvent;
import io.thumbstream.reward.event.Label;
import io.thumbstream.reward.event.LabelState;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.UnaryOperator;

/** Defects that tests plant around a sound joiner. */
final class Planted {
    private Planted() {}

    /** The first vote on every group never reaches the joiner. */
    static final class LostVotes implements Meddling {
        @Override
        public List<Event> incoming(Event event) {
            return event instanceof FeedbackEvent && event.id().endsWith("a") ? List.of() : List.of(event);
        }
    }

    /** Feedback counts under a second id, too. */
    static final class DoubledVotes implements Meddling {
        @Override
        public List<Event> incoming(Event event) {
            return event instanceof FeedbackEvent vote
                    ? List.of(vote, changed(vote, vote.id() + "2", vote.userSequence()))
                    : List.of(event);
        }
    }

    /** The person's own counter is not read. */
    static final class WithoutSequence implements Meddling {
        @Override
        public List<Event> incoming(Event event) {
            return event instanceof FeedbackEvent vote ? List.of(changed(vote, vote.id(), 0)) : List.of(event);
        }
    }

    /** The counter is the order of arrival. */
    static final class ArrivalAsSequence implements Meddling {
        private final AtomicLong arrived = new AtomicLong();

        @Override
        public List<Event> incoming(Event event) {
            return event instanceof FeedbackEvent vote
                    ? List.of(changed(vote, vote.id(), arrived.incrementAndGet()))
                    : List.of(event);
        }
    }

    /** State outlives a crash that its outputs did not outlive. */
    static final class KeptState implements Meddling {
        @Override
        public Memory memory() {
            return new Memory() {
                @Override
                void rollBack() {
                    // the defect: nothing is taken back
                }
            };
        }
    }

    /** Commits write nothing down. */
    static final class LostState implements Meddling {
        @Override
        public Memory memory() {
            return new Memory() {
                @Override
                void commit() {
                    // the defect: the commit is lost
                }
            };
        }
    }

    /** Decisions are sent twice. */
    static final class DoubledOutputs implements Meddling {
        @Override
        public List<Output> outgoing(Output output) {
            return List.of(output, output);
        }
    }

    /** No draft leaves the joiner. */
    static final class LostDrafts implements Meddling {
        @Override
        public List<Output> outgoing(Output output) {
            return output instanceof Output.Draft ? List.of() : List.of(output);
        }
    }

    /** Windows are closed from the start. */
    static final class NoPatience implements Meddling {
        @Override
        public List<Output> outgoing(Output output) {
            if (!(output instanceof Output.Draft draft)) {
                return List.of(output);
            }
            List<RolloutState> closed = draft.rollouts().stream()
                    .map(row -> new RolloutState(row.rollout(), true, row.contributions(), row.score()))
                    .toList();
            return List.of(new Output.Draft(draft.group(), closed, draft.completeness(), draft.timeMicros()));
        }
    }

    /** What is said in silence is a no. */
    static final class SilenceAsNo implements Meddling {
        @Override
        public List<Output> outgoing(Output output) {
            return relabelled(output, label -> label.state() == LabelState.CENSORED ? weighing(label, 0, 1) : label);
        }
    }

    /** Withdrawn votes keep their weight. */
    static final class KeptWeight implements Meddling {
        @Override
        public List<Output> outgoing(Output output) {
            return relabelled(output, label -> label.weight() == 0 ? weighing(label, label.value(), 1) : label);
        }
    }

    /** Up is down. */
    static final class TurnedThumbs implements Meddling {
        @Override
        public List<Output> outgoing(Output output) {
            return relabelled(output, label -> weighing(label, 1 - label.value(), label.weight()));
        }
    }

    private static List<Output> relabelled(Output output, UnaryOperator<Label> change) {
        return output instanceof Output.Labelled labelled
                ? List.of(new Output.Labelled(change.apply(labelled.label())))
                : List.of(output);
    }

    private static Label weighing(Label label, double value, double weight) {
        return new Label(
                label.id(),
                label.groupId(),
                label.revision(),
                label.kind(),
                label.items(),
                value,
                weight,
                label.state(),
                label.delaySeconds(),
                label.propensity(),
                label.userKey(),
                label.askerKey(),
                label.feedbackIds(),
                label.sources(),
                label.interpreter(),
                label.timeMicros());
    }

    private static FeedbackEvent changed(FeedbackEvent vote, String id, long sequence) {
        return new FeedbackEvent(
                id,
                vote.groupId(),
                vote.kind(),
                vote.targets(),
                vote.value(),
                vote.text(),
                vote.retracts(),
                vote.userKey(),
                sequence,
                vote.receiptInvalid(),
                vote.timeMicros(),
                vote.source(),
                vote.original());
    }
}
