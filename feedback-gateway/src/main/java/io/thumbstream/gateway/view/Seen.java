package io.thumbstream.gateway.view;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;

/** Something the gateway saw pass on a topic. */
public sealed interface Seen {

    /** Which model a version belongs to. */
    enum ModelRole {
        POLICY,
        REWARD
    }

    /**
     * A model version was announced.
     *
     * @param state life of the version, lower case
     * @param step learner step after which it was taken
     */
    record Version(ModelRole role, String model, long version, String state, long step, Instant at) implements Seen {}

    /**
     * A person's feedback was stored.
     *
     * @param kind lower case
     * @param value what was said in a number; empty where nothing was, or it is forgotten
     * @param content fingerprint of what it says, empty when parts of it cannot be read any more
     * @param person pseudonymous key of who said it
     */
    record Vote(
            String id,
            String kind,
            OptionalDouble value,
            List<String> targets,
            String source,
            Instant at,
            Optional<String> content,
            Optional<String> person)
            implements Seen {
        public Vote {
            targets = List.copyOf(targets);
        }

        /** A vote that names nobody. */
        public Vote(
                String id,
                String kind,
                OptionalDouble value,
                List<String> targets,
                String source,
                Instant at,
                Optional<String> content) {
            this(id, kind, value, targets, source, at, content, Optional.empty());
        }

        /** The same without what was said; who it was stays, as in the topic. */
        Vote forgotten() {
            return new Vote(id, kind, OptionalDouble.empty(), targets, source, at, Optional.empty(), person);
        }
    }

    /** An answer is in the log, so that feedback on it can be joined. */
    record Answer(String id) implements Seen {}

    /**
     * Feedback became a label.
     *
     * @param feedbackIds feedback that made it; none for silence
     */
    record Label(String id, int revision, List<String> feedbackIds) implements Seen {
        public Label {
            feedbackIds = List.copyOf(feedbackIds);
        }
    }

    /**
     * A group was scored and handed to the learner.
     *
     * @param score mean raw score of the reward model over its answers
     * @param reward mean reward after transforms
     * @param oldestPolicyVersion oldest version that sampled any of them; empty for external answers
     */
    record Experience(int revision, OptionalDouble score, double reward, OptionalLong oldestPolicyVersion)
            implements Seen {}

    /** Where a record lies in its topic. */
    record Place(int partition, long offset) {}

    /**
     * Something a learner can take a step with: a label for the reward model, experience for the policy.
     *
     * @param place of its record
     * @param feedbackIds feedback behind it; none for silence
     */
    record Material(ModelRole role, Place place, List<String> feedbackIds) implements Seen {
        public Material {
            feedbackIds = List.copyOf(feedbackIds);
        }
    }

    /**
     * A learner took a step.
     *
     * @param offset of its record in the training log
     * @param inputs where what it learned from lies
     */
    record Step(ModelRole role, long offset, List<Place> inputs) implements Seen {
        public Step {
            inputs = List.copyOf(inputs);
        }
    }

    /**
     * A version was taken from a learner.
     *
     * @param lastStep offset in the training log of the last step before it; -1 before the first
     */
    record Published(ModelRole role, long version, long lastStep) implements Seen {}

    /**
     * Feedback became a dead letter.
     *
     * @param reason a few words from a fixed set
     */
    record Refusal(String feedbackId, String reason) implements Seen {}

    /**
     * Somebody asked to withdraw feedback.
     *
     * @param id of the retraction
     * @param withdrawn id of the feedback
     */
    record Withdrawal(String id, String withdrawn) implements Seen {}

    /**
     * People are asked to compare two answers.
     *
     * @param targets rollout ids
     * @param reason name of what chose them
     * @param priority how urgent it is, in no unit; only those of one reason compare
     */
    record Ask(String groupId, List<String> targets, String reason, double priority, Instant at) implements Seen {
        public Ask {
            targets = List.copyOf(targets);
        }
    }

    /**
     * A drift monitor measured.
     *
     * @param threshold value from which it gives alarm; 0 for a number that is only measured
     */
    record Drift(String monitor, double value, double threshold, boolean drifting, Instant at) implements Seen {
        /** Whether it is a number of its own, not the verdict of a monitor. */
        public boolean isNumber() {
            return threshold == 0;
        }
    }
}
