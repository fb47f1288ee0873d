package io.thumbstream.gateway.view;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/** The newest votes, whether they were counted, and the newest answers; forgets the oldest ones. Not thread-safe. */
final class VoteBook {
    private static final int REMEMBERED = 20_000;
    private static final int ANSWERS = 50_000;

    /** Kinds that make labels unless the settings say otherwise: only these are parked. */
    private static final Set<String> JOINED = Set.of("thumb", "rating", "pair", "edit", "span");

    private static final int LAST = 20;

    private final Map<String, VoteState> votes = Bounded.map(REMEMBERED);
    private final Map<String, String> refusals = Bounded.map(REMEMBERED);
    private final Map<String, String> withdrawals = Bounded.map(REMEMBERED);
    private final Map<String, String> withdrawn = Bounded.map(REMEMBERED);
    private final Map<String, Boolean> earlyLabels = Bounded.map(REMEMBERED);
    private final Map<String, Boolean> answers = Bounded.map(ANSWERS);
    private final ArrayDeque<String> last = new ArrayDeque<>();

    /** Notes a vote; false when it is known already. */
    boolean add(Seen.Vote vote, Instant now) {
        if (votes.containsKey(vote.id())) {
            return false;
        }
        boolean counted = earlyLabels.remove(vote.id()) != null;
        votes.put(vote.id(), new VoteState(vote, now, counted));
        last.addFirst(vote.id());
        if (last.size() > LAST) {
            last.removeLast();
        }
        return true;
    }

    /** Notes that a label came from a vote; gives the time it took when it is the first one. */
    Optional<Duration> count(String feedbackId, Instant now) {
        String takenBack = withdrawn.get(feedbackId);
        if (takenBack != null) {
            withdrawals.put(takenBack, feedbackId);
        }
        VoteState state = votes.get(feedbackId);
        if (state == null) {
            earlyLabels.put(feedbackId, true);
            return Optional.empty();
        }
        if (state.counted()) {
            return Optional.empty();
        }
        votes.put(feedbackId, state.count());
        return Optional.of(Duration.between(state.seenAt(), now));
    }

    Optional<VoteState> find(String feedbackId) {
        return Optional.ofNullable(votes.get(feedbackId));
    }

    /** Notes that an answer is in the log. */
    void answer(String rolloutId) {
        answers.put(rolloutId, true);
    }

    /** How far a vote has come by itself, withdrawn or not. */
    VoteLife.Stage stage(VoteState state) {
        String id = state.vote().id();
        if (state.counted()) {
            return VoteLife.Stage.COUNTED;
        }
        if (refusals.containsKey(id)) {
            return VoteLife.Stage.REFUSED;
        }
        return waits(state.vote()) ? VoteLife.Stage.PARKED : VoteLife.Stage.ACCEPTED;
    }

    /** Whether it came before what it is about: an answer, or the feedback that it takes back. */
    private boolean waits(Seen.Vote vote) {
        String takenBack = withdrawn.get(vote.id());
        return lacksAnswer(vote) || takenBack != null && isOpen(takenBack);
    }

    /** Whether no retraction can take it back yet: it is not here, not joined, or had no effect. */
    private boolean isOpen(String feedbackId) {
        VoteState state = votes.get(feedbackId);
        return state == null || !state.counted() && (refusals.containsKey(feedbackId) || lacksAnswer(state.vote()));
    }

    private boolean lacksAnswer(Seen.Vote vote) {
        return JOINED.contains(vote.kind()) && !answers.keySet().containsAll(vote.targets());
    }

    /** Notes that feedback became a dead letter. */
    void refuse(Seen.Refusal refusal) {
        refusals.put(refusal.feedbackId(), refusal.reason());
    }

    /** Why feedback became a dead letter; empty when it did not. */
    Optional<String> refusal(String feedbackId) {
        return Optional.ofNullable(refusals.get(feedbackId));
    }

    /** Notes that somebody asked to withdraw feedback; where that has happened, it is not undone by who asks in vain. */
    void withdraw(Seen.Withdrawal withdrawal) {
        String before = withdrawals.get(withdrawal.withdrawn());
        if (before == null || isCounted(withdrawal.id()) || !isCounted(before)) {
            withdrawals.put(withdrawal.withdrawn(), withdrawal.id());
        }
        withdrawn.put(withdrawal.id(), withdrawal.withdrawn());
    }

    private boolean isCounted(String feedbackId) {
        VoteState state = votes.get(feedbackId);
        return state == null ? earlyLabels.containsKey(feedbackId) : state.counted();
    }

    /** Id of the retraction that took some feedback back, else of the newest; whether that was allowed is another matter. */
    Optional<String> withdrawal(String feedbackId) {
        return Optional.ofNullable(withdrawals.get(feedbackId));
    }

    /** The newest votes that pass, newest first, at most {@code limit}. */
    List<VoteState> newest(int limit, Predicate<VoteState> passes) {
        List<VoteState> all = new ArrayList<>(votes.values());
        List<VoteState> found = new ArrayList<>();
        for (int i = all.size() - 1; i >= 0 && found.size() < limit; i--) {
            if (passes.test(all.get(i))) {
                found.add(all.get(i));
            }
        }
        return found;
    }

    List<VoteState> last() {
        List<VoteState> states = new ArrayList<>();
        last.forEach(id -> find(id).ifPresent(states::add));
        return states;
    }
}
