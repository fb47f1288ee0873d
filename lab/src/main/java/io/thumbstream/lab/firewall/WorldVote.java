package io.thumbstream.lab.firewall;

import io.thumbstream.model.reward.ScoreInput;
import java.time.Instant;

/**
 * A thumb of the firewall experiment.
 *
 * @param id unique in its world
 * @param person who gave it
 * @param input question and answer
 * @param up whether it points up
 * @param at event time
 */
public record WorldVote(String id, String person, ScoreInput input, boolean up, Instant at) {}
