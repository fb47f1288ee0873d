package io.thumbstream.lab.users;

import io.thumbstream.runtime.catalog.TechniqueChoice;

/**
 * How many simulated people there are and what they are like.
 *
 * @param seed root of everything random about them
 * @param users number of people, at least 1
 * @param answersPerSecond questions asked per second, above 0
 * @param concurrency questions under way at once, at least 1
 * @param maxVotes accepted votes after which nobody asks any more; 0 for no end
 * @param votesBefore votes that were accepted in earlier runs, at least 0; the drift of wishes goes on from there
 * @param individuality standard deviation of a person's weights around the population's, unit points, range [0, 1]
 * @param hostileShare share of people who lie, range [0, 1]
 * @param modelName model they ask for
 * @param drift how their wishes change, a name of {@link PreferenceDrifts}
 * @param habits how they give feedback
 */
public record UserSettings(
        long seed,
        int users,
        double answersPerSecond,
        int concurrency,
        long maxVotes,
        long votesBefore,
        double individuality,
        double hostileShare,
        String modelName,
        TechniqueChoice drift,
        FeedbackHabits habits) {
    public UserSettings {
        if (users < 1 || concurrency < 1 || maxVotes < 0 || votesBefore < 0 || !(answersPerSecond > 0)) {
            throw new IllegalArgumentException("users " + users + ", concurrency " + concurrency + ", max-votes "
                    + maxVotes + ", votes-before " + votesBefore + ", answers-per-second " + answersPerSecond
                    + ": give users and concurrency of at least 1, max-votes and votes-before of at least 0 and a rate"
                    + " above 0");
        }
        if (!(individuality >= 0 && individuality <= 1 && hostileShare >= 0 && hostileShare <= 1)) {
            throw new IllegalArgumentException("individuality is " + individuality + " and hostile-share "
                    + hostileShare + "; give both in [0, 1]");
        }
    }

    /** 200 people, 20 questions per second, wishes that stay. */
    public static UserSettings defaults() {
        return new UserSettings(
                1, 200, 20, 32, 0, 0, 0.05, 0.02, "support", TechniqueChoice.of("none"), FeedbackHabits.defaults());
    }

    /** Returns these settings with another seed. */
    public UserSettings withSeed(long other) {
        return new UserSettings(
                other,
                users,
                answersPerSecond,
                concurrency,
                maxVotes,
                votesBefore,
                individuality,
                hostileShare,
                modelName,
                drift,
                habits);
    }

    /** Returns these settings for the part of a longer run between two counts of votes. */
    public UserSettings withVotes(long before, long more) {
        return new UserSettings(
                seed,
                users,
                answersPerSecond,
                concurrency,
                more,
                before,
                individuality,
                hostileShare,
                modelName,
                drift,
                habits);
    }

    /** Returns these settings with another rate of questions and other habits. */
    public UserSettings withHabits(double questionsPerSecond, FeedbackHabits other) {
        return new UserSettings(
                seed,
                users,
                questionsPerSecond,
                concurrency,
                maxVotes,
                votesBefore,
                individuality,
                hostileShare,
                modelName,
                drift,
                other);
    }

    /** Returns these settings with another drift. */
    public UserSettings withDrift(TechniqueChoice other) {
        return new UserSettings(
                seed,
                users,
                answersPerSecond,
                concurrency,
                maxVotes,
                votesBefore,
                individuality,
                hostileShare,
                modelName,
                other,
                habits);
    }

    /** Returns the configured drift. */
    public PreferenceDrift preferenceDrift() {
        return PreferenceDrifts.CATALOG.create(drift);
    }
}
