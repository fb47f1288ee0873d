package io.thumbstream.launcher.rejoin.wire;

import java.util.List;

/**
 * What was found when the recorded labels and experience were computed once more.
 *
 * @param labels recorded labels that were compared
 * @param experience recorded revisions of groups that were compared
 * @param differences records that differ, and those that came out of one side only, in words
 * @param ahead records that came out after the last recorded one: the run ended before they were due
 * @param erased input records of people who were erased
 * @param poison input records that nobody can read
 */
public record Comparison(long labels, long experience, List<String> differences, long ahead, long erased, long poison) {
    public Comparison {
        differences = List.copyOf(differences);
    }
}
