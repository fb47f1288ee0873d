package io.thumbstream.launcher.chaos;

import io.thumbstream.lab.drive.UserJournal;
import io.thumbstream.lab.history.History;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** What all people of a run remember, in memory. */
final class Journal implements UserJournal {
    private static final int CONFLICT = 409;

    private final Map<String, Long> shown = new ConcurrentHashMap<>();
    private final Map<String, Set<String>> votes = new ConcurrentHashMap<>();
    private final Map<String, Set<String>> answers = new ConcurrentHashMap<>();
    private final Map<String, Set<String>> conflicts = new ConcurrentHashMap<>();

    @Override
    public void shown(String user, String rolloutId, long policyVersion) {
        shown.put(rolloutId, policyVersion);
        add(answers, user, rolloutId);
    }

    @Override
    public void accepted(String user, String feedbackId) {
        add(votes, user, feedbackId);
    }

    @Override
    public void refused(String user, String feedbackId, int status) {
        if (status == CONFLICT) {
            add(conflicts, user, feedbackId);
        }
    }

    private static void add(Map<String, Set<String>> ids, String user, String id) {
        boolean unused = ids.computeIfAbsent(user, first -> ConcurrentHashMap.newKeySet())
                .add(id);
    }

    /** Names of those of whom something was accepted, sorted. */
    List<String> voters() {
        return votes.keySet().stream().sorted().toList();
    }

    /** Ids of what was accepted of {@code user} so far. */
    Set<String> votes(String user) {
        return Set.copyOf(votes.getOrDefault(user, Set.of()));
    }

    /** Ids of the answers that {@code user} was shown so far. */
    Set<String> answers(String user) {
        return Set.copyOf(answers.getOrDefault(user, Set.of()));
    }

    /** Pieces of feedback of {@code users} that were refused with 409, as those of people are who were just erased. */
    long refused(Collection<String> users) {
        return users.stream()
                .mapToLong(user -> conflicts.getOrDefault(user, Set.of()).size())
                .sum();
    }

    /**
     * What they remember now.
     *
     * @param erased those who were erased
     */
    History.People people(List<History.Erased> erased) {
        Set<String> accepted = new HashSet<>();
        votes.values().forEach(accepted::addAll);
        return new History.People(accepted, shown, erased);
    }
}
