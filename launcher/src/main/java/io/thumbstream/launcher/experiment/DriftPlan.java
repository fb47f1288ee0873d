package io.thumbstream.launcher.experiment;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.thumbstream.lab.users.UserSettings;
import io.thumbstream.runtime.catalog.TechniqueChoice;

/**
 * How long the phases of the drift experiment are, and how votes are paced.
 *
 * @param votes accepted votes of each phase, at least 1
 * @param votesPerStep votes that people give for each step of the policy learner, above 0: a slow machine takes longer instead
 *     of learning less from as many votes
 * @param headStart votes before the pace holds, at least 0
 */
public record DriftPlan(long votes, double votesPerStep, long headStart) {
    /** Votes per step and head start of the published figures. */
    private static final double VOTES_PER_STEP = 16;

    private static final long HEAD_START = 200;

    public DriftPlan {
        if (votes < 1 || headStart < 0 || !(votesPerStep > 0)) {
            throw new IllegalArgumentException("votes " + votes + ", votes-per-step " + votesPerStep + ", head-start "
                    + headStart + ": give at least 1 vote, a pace above 0 and a head start of at least 0");
        }
    }

    /** Phases of {@code votes} votes at 16 votes per step. */
    public static DriftPlan of(long votes) {
        return new DriftPlan(votes, VOTES_PER_STEP, HEAD_START);
    }

    /** The people of the first phase: wishes stay. */
    UserSettings before(UserSettings people) {
        return people.withDrift(TechniqueChoice.of("none")).withVotes(0, votes);
    }

    /** The same people afterwards: their wishes turned over with the first vote. */
    UserSettings after(UserSettings people) {
        TechniqueChoice flip = new TechniqueChoice(
                "abrupt-flip", JsonNodeFactory.instance.objectNode().put("at-votes", 1));
        return people.withDrift(flip).withVotes(votes, votes);
    }
}
