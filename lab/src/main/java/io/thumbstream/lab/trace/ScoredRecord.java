package io.thumbstream.lab.trace;

import java.time.Instant;

/**
 * An experience as it lies in its topic.
 *
 * @param position where it lies
 * @param rewardVersion reward-model version that scored it; -1 for none
 * @param at record time
 */
public record ScoredRecord(Position position, long rewardVersion, Instant at) {}
