package io.thumbstream.lab.history;

import io.thumbstream.lab.history.History.Experience;
import io.thumbstream.lab.history.History.Label;
import io.thumbstream.lab.trace.Position;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Consumer;

/** Every vote counts once; one that services had to pass over for an erased person need not. */
final class VoteRules {
    private final History history;
    private final Map<String, Set<String>> labelsByVote = new HashMap<>();

    VoteRules(History history) {
        this.history = history;
        for (Label label : history.labels()) {
            label.votes().forEach(vote -> labelsByVote
                    .computeIfAbsent(vote, first -> new TreeSet<>())
                    .add(label.id()));
        }
    }

    void check(Consumer<Finding> found) {
        lost(found);
        doubled(found);
    }

    private void lost(Consumer<Finding> found) {
        Map<String, Position> stored = new HashMap<>();
        history.feedback().forEach(feedback -> stored.merge(feedback.id(), feedback.at(), Places::first));
        Set<String> passedOver = history.passedOver();
        for (String id : history.people().accepted()) {
            if (!passedOver.contains(id) && !labelsByVote.containsKey(id)) {
                Position at = stored.get(id);
                found.accept(new Finding(
                        FindingClass.LOST_VOTE,
                        "feedback " + id + " was accepted and "
                                + (at == null
                                        ? "is not in its topic"
                                        : "lies at " + Places.text(at) + ", and no label names it")));
            }
        }
    }

    private void doubled(Consumer<Finding> found) {
        labelsByVote.forEach((vote, labels) -> {
            if (labels.size() > 1) {
                found.accept(
                        new Finding(FindingClass.DOUBLE_VOTE, "feedback " + vote + " counts in the labels " + labels));
            }
        });
        for (Label label : history.labels()) {
            Set<String> seen = new HashSet<>();
            label.votes().stream()
                    .filter(vote -> !seen.add(vote))
                    .forEach(vote -> found.accept(new Finding(
                            FindingClass.DOUBLE_VOTE,
                            "feedback " + vote + " counts twice in label " + revision(label.id(), label.revision())
                                    + " at " + Places.text(label.at()))));
        }
        Map<String, List<Position>> places = new TreeMap<>();
        for (Label label : history.labels()) {
            Places.add(places, "label " + revision(label.id(), label.revision()), label.at());
        }
        for (Experience scored : history.experience()) {
            if (!scored.votes().isEmpty()) {
                Places.add(places, "group " + revision(scored.group(), scored.revision()), scored.at());
            }
        }
        places.forEach((what, where) -> {
            if (where.size() > 1) {
                found.accept(new Finding(FindingClass.DOUBLE_VOTE, what + " lies at " + Places.text(where)));
            }
        });
    }

    private static String revision(String id, int revision) {
        return id + " revision " + revision;
    }
}
