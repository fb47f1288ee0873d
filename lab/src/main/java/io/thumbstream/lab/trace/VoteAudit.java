package io.thumbstream.lab.trace;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Whether every vote counts exactly once.
 *
 * <p>A vote is a distinct feedback id that is no retraction. It is labelled once when exactly one label, in whatever revision,
 * names it: a changed or withdrawn vote stays in the provenance of its label.
 *
 * @param votes votes in the feedback topic
 * @param labelledOnce votes that exactly one label names
 * @param missing votes that no label names
 * @param repeated votes that several labels name
 */
public record VoteAudit(long votes, long labelledOnce, List<String> missing, List<String> repeated) {
    public VoteAudit {
        missing = List.copyOf(missing);
        repeated = List.copyOf(repeated);
    }

    /** Compares votes with labels. */
    public static VoteAudit of(List<VoteRecord> votes, List<LabelRecord> labels) {
        Map<String, Set<String>> labelsByVote = new HashMap<>();
        for (LabelRecord label : labels) {
            label.feedbackIds().forEach(id -> labelsByVote
                    .computeIfAbsent(id, first -> new HashSet<>())
                    .add(label.id()));
        }
        Set<String> distinct = new LinkedHashSet<>();
        votes.stream().filter(vote -> !vote.retraction()).map(VoteRecord::id).forEach(distinct::add);
        List<String> missing = new ArrayList<>();
        List<String> repeated = new ArrayList<>();
        for (String id : distinct) {
            int count = labelsByVote.getOrDefault(id, Set.of()).size();
            if (count != 1) {
                (count == 0 ? missing : repeated).add(id);
            }
        }
        return new VoteAudit(distinct.size(), distinct.size() - missing.size() - repeated.size(), missing, repeated);
    }
}
