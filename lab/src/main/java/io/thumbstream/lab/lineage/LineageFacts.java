package io.thumbstream.lab.lineage;

import java.time.Instant;
import java.util.List;
import java.util.Set;

/**
 * What the topics say about who learned from what; texts are not kept.
 *
 * <p>A place is a partition and an offset of one topic in a number, see {@link #place}. Lists are in the order of the topics.
 *
 * @param votes feedback, retractions included
 * @param labels labels
 * @param experience scored groups
 * @param reward what the reward learner did
 * @param policy what the policy learner did
 * @param readAt when the topics were read
 */
public record LineageFacts(
        List<Vote> votes,
        List<Label> labels,
        List<Experience> experience,
        Learner reward,
        Learner policy,
        Instant readAt) {
    private static final int OFFSET_BITS = 48;

    /**
     * One vote.
     *
     * @param id the caller's key
     * @param user hash of the person's key, empty when the vote named none
     * @param retraction whether it withdraws another
     * @param at when the gateway accepted it
     */
    public record Vote(String id, String user, boolean retraction, Instant at) {}

    /**
     * One revision of a label.
     *
     * @param place where it lies
     * @param id its id
     * @param revision from 1
     * @param votes ids of the votes it was made from
     */
    public record Label(long place, String id, int revision, Set<String> votes) {
        public Label {
            votes = Set.copyOf(votes);
        }
    }

    /**
     * One scored group.
     *
     * @param place where it lies
     * @param rewardVersion reward model that scored it; below 1 for none
     * @param votes ids of the votes on its answers that it carries
     */
    public record Experience(long place, long rewardVersion, Set<String> votes) {
        public Experience {
            votes = Set.copyOf(votes);
        }
    }

    /**
     * One learner's log and what it published.
     *
     * @param steps its steps
     * @param versions its versions, by number
     */
    public record Learner(List<Step> steps, List<Version> versions) {
        public Learner {
            steps = List.copyOf(steps);
            versions = List.copyOf(versions);
        }
    }

    /**
     * One step.
     *
     * @param offset its place in the training log
     * @param step its number
     * @param inputs places of the records it learned from
     */
    public record Step(long offset, long step, List<Long> inputs) {
        public Step {
            inputs = List.copyOf(inputs);
        }
    }

    /**
     * One version.
     *
     * @param version its number
     * @param offset training-log offset of the last step that is part of it; below 0 for none
     * @param at when it was published
     */
    public record Version(long version, long offset, Instant at) {}

    public LineageFacts {
        votes = List.copyOf(votes);
        labels = List.copyOf(labels);
        experience = List.copyOf(experience);
    }

    /** The place of {@code offset} in {@code partition}. */
    public static long place(int partition, long offset) {
        return ((long) partition << OFFSET_BITS) | offset;
    }
}
