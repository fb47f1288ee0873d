package io.thumbstream.launcher.chaos;

import io.thumbstream.lab.drive.UserJournal;
import io.thumbstream.lab.history.History;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** What all people of a run remember, in memory. */
final class Journal implements UserJournal {
    private final Set<String> accepted = ConcurrentHashMap.newKeySet();
    private final Map<String, Long> shown = new ConcurrentHashMap<>();

    @Override
    public void shown(String rolloutId, long policyVersion) {
        shown.put(rolloutId, policyVersion);
    }

    @Override
    public void accepted(String feedbackId) {
        accepted.add(feedbackId);
    }

    /** What they remember now; nobody is erased. */
    History.People people() {
        return new History.People(accepted, shown, Set.of());
    }
}
