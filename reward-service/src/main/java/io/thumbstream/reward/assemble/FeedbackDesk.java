package io.thumbstream.reward.assemble;

import io.thumbstream.reward.event.FeedbackEvent;
import io.thumbstream.reward.event.FeedbackKind;
import io.thumbstream.reward.event.RolloutEvent;
import io.thumbstream.reward.interpret.FeedbackInterpreter;
import io.thumbstream.reward.interpret.Interpretation;
import io.thumbstream.reward.interpret.InterpreterChain;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Applies feedback: settles repeated, changed, withdrawn and early votes, refuses what can have no effect, and makes the
 * label of what stands.
 */
final class FeedbackDesk {
    private static final String WITHOUT_LABEL = "";
    private static final double MICROS_PER_SECOND = 1e6;

    private final JoinerSettings settings;
    private final InterpreterChain interpreters;
    private final JoinerStore store;
    private final JoinerListener listener;

    FeedbackDesk(JoinerSettings settings, InterpreterChain interpreters, JoinerStore store, JoinerListener listener) {
        this.settings = settings;
        this.interpreters = interpreters;
        this.store = store;
        this.listener = listener;
    }

    /**
     * Lets one piece of feedback take effect, or parks or refuses it.
     *
     * @return whether it changed what is known about the group
     */
    boolean apply(FeedbackEvent feedback, Consumer<Output> out) {
        return applyOrRefuse(feedback, feedback.timeMicros() <= store.frontier(), out);
    }

    /** One piece of feedback that cannot be handled must not stop the others, nor those that it waited with. */
    private boolean applyOrRefuse(FeedbackEvent feedback, boolean behind, Consumer<Output> out) {
        try {
            return apply(feedback, behind, out);
        } catch (IllegalArgumentException | IllegalStateException cause) {
            out.accept(new Output.Refused(feedback, "failed", String.valueOf(cause.getMessage())));
            return false;
        }
    }

    /** @param behind whether it came behind the event time that was released, so that its stream is slow */
    private boolean apply(FeedbackEvent feedback, boolean behind, Consumer<Output> out) {
        if (store.seen(feedback.groupId(), feedback.id()) != null) {
            listener.feedback(feedback.kind(), "duplicate");
            return false;
        }
        if (feedback.receiptInvalid()) {
            return refuse(feedback, "stranger", "the receipt of the exchange is not genuine", out);
        }
        if (feedback.kind() == FeedbackKind.RETRACT) {
            return retract(feedback, out);
        }
        if (interpreters.of(feedback.kind()).isEmpty()) {
            return keep(feedback, out);
        }
        return vote(feedback, behind, interpreters.of(feedback.kind()).orElseThrow(), out);
    }

    /** Tries the feedback again that waits in this group. */
    boolean wake(String groupId, Consumer<Output> out) {
        boolean changed = false;
        for (FeedbackEvent feedback : store.parked(groupId)) {
            if (!waits(feedback) && isInTime(feedback) && store.unpark(feedback)) {
                changed |= applyOrRefuse(feedback, false, out); // it came first; its answer was slow
            }
        }
        return changed;
    }

    /** Gives up waiting. */
    void expire(String groupId, String feedbackId, Consumer<Output> out) {
        for (FeedbackEvent feedback : store.parked(groupId)) {
            if (feedback.id().equals(feedbackId) && store.unpark(feedback)) {
                listener.unmatched();
                boolean retraction = feedback.kind() == FeedbackKind.RETRACT;
                refuse(
                        feedback,
                        retraction ? "unknown-feedback" : "unknown-rollout",
                        retraction
                                ? "nothing with the id " + feedback.retracts() + " came within " + settings.parking()
                                : "not all of " + feedback.targets() + " came within " + settings.parking(),
                        out);
            }
        }
    }

    private boolean waits(FeedbackEvent feedback) {
        return feedback.kind() == FeedbackKind.RETRACT
                ? store.seen(feedback.groupId(), Objects.requireNonNullElse(feedback.retracts(), "")) == null
                : answers(feedback) == null;
    }

    /** Whether its answers were given before it was given up, by event time: so it does not matter how late it came. */
    private boolean isInTime(FeedbackEvent feedback) {
        List<RolloutEvent> answers = feedback.kind() == FeedbackKind.RETRACT ? List.of() : answers(feedback);
        long last = feedback.timeMicros() + Durations.micros(settings.parking());
        return answers != null && answers.stream().allMatch(answer -> answer.timeMicros() <= last);
    }

    private @Nullable List<RolloutEvent> answers(FeedbackEvent feedback) {
        return answers(feedback.groupId(), feedback.targets());
    }

    private @Nullable List<RolloutEvent> answers(String groupId, List<String> targets) {
        List<RolloutEvent> found = new ArrayList<>();
        for (String target : targets) {
            RolloutState state = store.rollout(groupId, target);
            if (state == null) {
                return null;
            }
            found.add(state.rollout());
        }
        return found;
    }

    private boolean vote(FeedbackEvent feedback, boolean behind, InterpreterChain.Named reader, Consumer<Output> out) {
        String nonsense = nonsense(feedback, reader.interpreter());
        if (nonsense != null) {
            return refuse(feedback, "bad-targets", nonsense, out);
        }
        List<RolloutEvent> answers = answers(feedback);
        if (answers == null) {
            return park(feedback);
        }
        for (RolloutEvent answer : answers) {
            if (settings.ownership() && stranger(answer.userKey(), feedback.userKey())) {
                return refuse(feedback, "stranger", "another person asked for " + answer.id(), out);
            }
        }
        Interpretation meaning =
                reader.interpreter().interpret(Vote.of(feedback).statement(feedback.kind()), answers);
        if (meaning instanceof Interpretation.Nonsense reason) {
            return refuse(feedback, "bad-value", reason.reason(), out);
        }
        String labelId = Ballot.labelIdOf(feedback);
        Ballot before = store.ballot(feedback.groupId(), labelId);
        Ballot after = (before == null ? Ballot.empty(feedback, labelId) : before).cast(feedback, settings.maxVotes());
        observe(feedback, answers, after.revision() == 1, behind);
        return settle(feedback, after, reader, out);
    }

    private static @Nullable String nonsense(FeedbackEvent feedback, FeedbackInterpreter interpreter) {
        int least = interpreter.targets();
        int most = interpreter.mostTargets();
        int size = feedback.targets().size();
        if (size < least
                || size > most
                || feedback.targets().stream().distinct().count() != size) {
            String wanted = least == most ? Integer.toString(least) : least + " to " + most;
            return feedback.kind() + " needs " + wanted + " different rollout ids, got " + feedback.targets();
        }
        for (String target : feedback.targets()) {
            if (!target.startsWith(feedback.groupId() + ".")) {
                return target + " is not in group " + feedback.groupId();
            }
        }
        return null;
    }

    private void observe(FeedbackEvent feedback, List<RolloutEvent> answers, boolean first, boolean behind) {
        long answered =
                answers.stream().mapToLong(RolloutEvent::timeMicros).max().orElseThrow();
        long delay = Math.max(0, feedback.timeMicros() - answered);
        boolean late = delay > Durations.micros(settings.windows().of(feedback.kind()));
        listener.feedback(feedback.kind(), late ? "late" : "labelled");
        listener.feedbackDelay(delay / MICROS_PER_SECOND);
        if (first && !answers.get(0).external()) {
            store.guard(store.guard().answered(behind));
        }
    }

    private boolean retract(FeedbackEvent retraction, Consumer<Output> out) {
        String withdrawn = retraction.retracts();
        if (withdrawn == null) {
            return refuse(retraction, "bad-targets", "a retraction names the feedback id it withdraws", out);
        }
        String labelId = store.seen(retraction.groupId(), withdrawn);
        if (labelId == null) {
            return park(retraction);
        }
        Ballot before = labelId.equals(WITHOUT_LABEL) ? null : store.ballot(retraction.groupId(), labelId);
        InterpreterChain.Named reader =
                before == null ? null : interpreters.of(before.kind()).orElse(null);
        if (before == null || reader == null) {
            return keep(retraction, out);
        }
        String giver = before.userKey();
        if (giver != null && !giver.equals(retraction.userKey())) { // nobody by name may not take it back either
            return refuse(retraction, "stranger", "another person gave " + withdrawn, out);
        }
        listener.feedback(retraction.kind(), "labelled");
        return settle(retraction, before.withdraw(retraction, settings.maxVotes()), reader, out);
    }

    /** Stores a changed ballot and sends the labels of what stands in it. */
    private boolean settle(FeedbackEvent cause, Ballot ballot, InterpreterChain.Named reader, Consumer<Output> out) {
        store.put(ballot);
        store.remember(cause.groupId(), cause.id(), ballot.labelId());
        Vote vote = ballot.standing().orElse(ballot.last());
        List<RolloutEvent> answers = answers(ballot.groupId(), vote.targets());
        List<Interpretation.Meaning> meanings = answers == null
                ? List.of()
                : reader.interpreter()
                        .interpret(vote.statement(ballot.kind()), answers)
                        .meanings();
        if (answers == null || meanings.isEmpty()) {
            throw new IllegalStateException("the standing vote " + vote.feedbackId() + " was read before");
        }
        boolean stands = ballot.standing().isPresent();
        new BallotLabels(ballot, vote, answers, reader)
                .of(meanings, stands)
                .forEach(label -> out.accept(new Output.Labelled(label)));
        GroupState group = Objects.requireNonNull(store.group(ballot.groupId()));
        store.put(group.touched(cause.timeMicros()));
        boolean changed = !group.external() && contribute(ballot, vote, meanings.get(0), stands);
        return changed | wake(ballot.groupId(), out);
    }

    private boolean contribute(Ballot ballot, Vote vote, Interpretation.Meaning meaning, boolean stands) {
        String user = ballot.userKey();
        Contribution contribution = new Contribution(
                ballot.labelId(),
                meaning.approval() ? meaning.value() : null,
                meaning.weight(),
                ballot.kind().explicit(),
                user == null ? ballot.labelId() : user,
                vote.sequence(),
                vote.timeMicros(),
                ballot.feedbackIds());
        for (String target : vote.targets()) {
            RolloutState rollout = Objects.requireNonNull(store.rollout(ballot.groupId(), target));
            store.put(stands ? rollout.with(contribution) : rollout.without(ballot.labelId()));
        }
        return true;
    }

    private boolean park(FeedbackEvent feedback) {
        boolean waiting = store.parked(feedback.groupId()).stream()
                .anyMatch(other -> other.id().equals(feedback.id()));
        listener.feedback(feedback.kind(), waiting ? "duplicate" : "parked");
        if (!waiting) {
            store.park(feedback);
            boolean retraction = feedback.kind() == FeedbackKind.RETRACT;
            long from = // a vote that comes long after it was given waits from when it comes: its answer may be as late
                    retraction ? feedback.timeMicros() : Math.max(feedback.timeMicros(), store.frontier());
            store.schedule(new Timer(
                    from + Durations.micros(settings.parking()), Timer.Kind.PARKED, feedback.groupId(), feedback.id()));
        }
        return false;
    }

    private boolean keep(FeedbackEvent feedback, Consumer<Output> out) {
        listener.feedback(feedback.kind(), "kept");
        if (store.group(feedback.groupId()) == null) {
            return false;
        }
        store.remember(feedback.groupId(), feedback.id(), WITHOUT_LABEL);
        return wake(feedback.groupId(), out); // its withdrawal may have come first
    }

    private boolean refuse(FeedbackEvent feedback, String reason, String detail, Consumer<Output> out) {
        listener.feedback(feedback.kind(), "refused");
        out.accept(new Output.Refused(feedback, reason, detail));
        return false;
    }

    private static boolean stranger(@Nullable String owner, @Nullable String other) {
        return owner != null && other != null && !owner.equals(other);
    }
}
