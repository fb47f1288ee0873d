package io.thumbstream.learner.replay;

import java.time.Instant;

/**
 * What a selector may know about a waiting group.
 *
 * @param groupId names the group
 * @param eventTime event time of its revision
 * @param uses how many steps have used it, in any revision
 * @param lag published versions since its oldest token; 0 when no policy of ours sampled any
 * @param judged whether a person judged any of its answers
 */
public record Candidate(String groupId, Instant eventTime, int uses, long lag, boolean judged) {}
