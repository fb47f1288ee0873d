package io.thumbstream.lab.lineage;

import java.time.Instant;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * What a version was made of, from the first step on.
 *
 * @param version its number
 * @param at when it was published
 * @param steps steps that are part of it
 * @param ownSteps those since the version before
 * @param inputs records it learned from, each counted once: labels, or scored groups
 * @param votes votes in these records
 * @param users people who gave them, by hash
 * @param scoredBy newest reward model whose scores it learned from; 0 for a reward model or where there was none
 * @param votesBehindScores votes that the reward models up to that one learned from
 */
public record VersionLineage(
        long version,
        Instant at,
        long steps,
        long ownSteps,
        long inputs,
        SortedSet<String> votes,
        SortedSet<String> users,
        long scoredBy,
        SortedSet<String> votesBehindScores) {
    public VersionLineage {
        votes = new TreeSet<>(votes);
        users = new TreeSet<>(users);
        votesBehindScores = new TreeSet<>(votesBehindScores);
    }
}
