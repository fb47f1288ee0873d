package io.thumbstream.gateway.view;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The newest votes and whether they were counted; forgets the oldest ones. Not thread-safe. */
final class VoteBook {
    private static final int REMEMBERED = 20_000;
    private static final int LAST = 20;

    private final Map<String, VoteState> votes = bounded();
    private final Map<String, Boolean> earlyLabels = bounded();
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

    List<VoteState> last() {
        List<VoteState> states = new ArrayList<>();
        last.forEach(id -> find(id).ifPresent(states::add));
        return states;
    }

    private static <T> Map<String, T> bounded() {
        return new LinkedHashMap<>() {
            private static final long serialVersionUID = 1L;

            @Override
            protected boolean removeEldestEntry(Map.Entry<String, T> eldest) {
                return size() > REMEMBERED;
            }
        };
    }
}
