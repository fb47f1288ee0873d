package io.thumbstream.reward.assemble;

import io.thumbstream.reward.event.FeedbackEvent;
import io.thumbstream.reward.event.FeedbackKind;
import io.thumbstream.reward.event.SourceRef;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * All that one person said about one target in one kind: the state behind one label. Immutable.
 *
 * @param labelId id of the label, unique in the stream
 * @param userKey the person; null when unknown, then every statement has a ballot of its own
 * @param revision revisions sent so far
 * @param votes statements, withdrawn ones included
 * @param history every piece of feedback that touched it, oldest first
 */
public record Ballot(
        String groupId,
        String labelId,
        FeedbackKind kind,
        @Nullable String userKey,
        int revision,
        List<Vote> votes,
        List<Trace> history) {

    /** A piece of feedback and where it lies. */
    public record Trace(String feedbackId, long timeMicros, SourceRef source) {}

    public Ballot {
        votes = List.copyOf(votes);
        history = List.copyOf(history);
    }

    static Ballot empty(FeedbackEvent feedback, String labelId) {
        return new Ballot(feedback.groupId(), labelId, feedback.kind(), feedback.userKey(), 0, List.of(), List.of());
    }

    /** Label id of a statement: same group, kind, signal or marked part where it has one, targets in any order, and person. */
    static String labelIdOf(FeedbackEvent feedback) {
        List<String> targets = feedback.targets().stream()
                .map(target -> target.substring(feedback.groupId().length() + 1))
                .sorted()
                .toList();
        String user = feedback.userKey();
        return prefix(feedback.groupId(), feedback.kind()) + aspect(feedback) + String.join("-", targets) + "/"
                + (user == null ? "id:" + feedback.id() : "by:" + user);
    }

    /** What the label ids of all statements of one kind in a group begin with. */
    static String prefix(String groupId, FeedbackKind kind) {
        return groupId + "/" + kind.name().toLowerCase(Locale.ROOT) + "/";
    }

    /** A copy does not take back that the answer was looked at, nor one part what was said of another: each is an opinion of its own. */
    private static String aspect(FeedbackEvent feedback) {
        return switch (feedback.kind()) {
            case IMPLICIT, SPAN -> feedback.text() + "/";
            default -> "";
        };
    }

    Ballot cast(FeedbackEvent feedback, int maxVotes) {
        List<Vote> changed = new ArrayList<>(votes);
        changed.add(Vote.of(feedback));
        changed.sort(Vote.PRECEDENCE);
        return next(changed.subList(Math.max(0, changed.size() - maxVotes), changed.size()), feedback, maxVotes);
    }

    Ballot withdraw(FeedbackEvent retraction, int maxVotes) {
        List<Vote> changed = votes.stream()
                .map(vote -> vote.feedbackId().equals(retraction.retracts()) ? vote.withdraw() : vote)
                .toList();
        return next(changed, retraction, maxVotes);
    }

    private Ballot next(List<Vote> changedVotes, FeedbackEvent cause, int maxVotes) {
        List<Trace> traces = new ArrayList<>(history);
        traces.add(new Trace(cause.id(), cause.timeMicros(), cause.source()));
        traces.sort(Comparator.comparingLong(Trace::timeMicros).thenComparing(Trace::feedbackId));
        List<Trace> kept = traces.subList(Math.max(0, traces.size() - 2 * maxVotes), traces.size());
        return new Ballot(groupId, labelId, kind, userKey, revision + 1, changedVotes, kept);
    }

    /** The vote that counts: the person's last one that was not withdrawn. */
    Optional<Vote> standing() {
        return votes.stream().filter(vote -> !vote.withdrawn()).max(Vote.PRECEDENCE);
    }

    /** The vote a label speaks of even when nothing stands any more. */
    Vote last() {
        return votes.get(votes.size() - 1);
    }

    List<String> feedbackIds() {
        return history.stream().map(Trace::feedbackId).toList();
    }

    List<SourceRef> sources() {
        return history.stream().map(Trace::source).toList();
    }

    long newestMicros() {
        return history.get(history.size() - 1).timeMicros();
    }
}
