package io.thumbstream.lab.history;

import io.thumbstream.lab.trace.Position;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What a run left in the topics, and what its clients remember of it; texts are not kept.
 *
 * <p>The order of a list says nothing: where order is evidence it is that of the offsets of one partition.
 *
 * @param people what the clients remember
 * @param feedback feedback, repetitions included
 * @param rollouts answers, repetitions included
 * @param labels revisions of labels
 * @param experience revisions of groups
 * @param said what erased people asked, were told and said, in whatever topic it lies
 * @param joinDifferences labels and groups that joining once more gives otherwise, in words
 * @param policy what the policy learner did
 * @param reward what the reward learner did
 */
public record History(
        People people,
        List<Feedback> feedback,
        List<Rollout> rollouts,
        List<Label> labels,
        List<Experience> experience,
        List<Said> said,
        List<String> joinDifferences,
        Learner policy,
        Learner reward) {

    public History {
        feedback = List.copyOf(feedback);
        rollouts = List.copyOf(rollouts);
        labels = List.copyOf(labels);
        experience = List.copyOf(experience);
        said = List.copyOf(said);
        joinDifferences = List.copyOf(joinDifferences);
    }

    /** Records of what erased people had asked, been told and said when they asked to be erased. */
    public List<Said> ofErased() {
        Set<String> ids = people.idsOfErased();
        return said.stream().filter(record -> record.speaksOf(ids)).toList();
    }

    /**
     * Ids of feedback that services had to pass over: it is of an erased person, and nobody can read it or the answer that it is about.
     */
    public Set<String> passedOver() {
        Set<String> people = people().erased().stream().map(Erased::user).collect(Collectors.toSet());
        Set<Position> unreadable =
                said.stream().filter(record -> !record.readable()).map(Said::at).collect(Collectors.toSet());
        Set<String> answers = rollouts.stream()
                .filter(rollout -> unreadable.contains(rollout.at()))
                .map(Rollout::id)
                .collect(Collectors.toSet());
        return feedback.stream()
                .filter(given -> people.contains(given.user()))
                .filter(given -> unreadable.contains(given.at())
                        || given.answers().stream().anyMatch(answers::contains))
                .map(Feedback::id)
                .collect(Collectors.toSet());
    }

    /**
     * What clients remember.
     *
     * @param accepted ids of feedback that was answered 2xx, retractions included
     * @param shown newest policy version of every answer that was shown, by rollout id
     * @param erased people who were erased while the system ran
     */
    public record People(Set<String> accepted, Map<String, Long> shown, List<Erased> erased) {
        public People {
            accepted = Set.copyOf(accepted);
            shown = Map.copyOf(shown);
            erased = List.copyOf(erased);
        }

        /** Ids of the feedback and the answers of erased people from before they asked. */
        public Set<String> idsOfErased() {
            return erased.stream().flatMap(person -> person.ids().stream()).collect(Collectors.toSet());
        }
    }

    /**
     * A person who asked to be erased. What the person did afterwards is a new life, and is treated like that of anybody else.
     *
     * @param user key of the person as it stands in the topics
     * @param votes ids of feedback that was accepted before the person asked
     * @param answers ids of answers that the person had been shown by then
     * @param policySteps last step of the policy learner when the models were rebuilt; no step behind it may use what was erased
     * @param rewardSteps the same of the reward learner
     */
    public record Erased(String user, Set<String> votes, Set<String> answers, long policySteps, long rewardSteps) {
        public Erased {
            votes = Set.copyOf(votes);
            answers = Set.copyOf(answers);
        }

        Set<String> ids() {
            return Stream.concat(votes.stream(), answers.stream()).collect(Collectors.toSet());
        }
    }

    /**
     * A record that holds what somebody asked, was told or said, in its topic or among the dead letters. Every one that cannot be read is
     * there, and of the others those of erased people.
     *
     * @param at where it lies
     * @param what what it is, in words
     * @param about ids of the feedback and of the answers that it holds
     * @param readable whether it can be read now
     */
    public record Said(Position at, String what, Set<String> about, boolean readable) {
        public Said {
            about = Set.copyOf(about);
        }

        boolean speaksOf(Set<String> ids) {
            return about.stream().anyMatch(ids::contains);
        }
    }

    /**
     * One record of feedback.
     *
     * @param at where it lies
     * @param id the caller's key
     * @param user key of the person, empty when none was given
     * @param answers ids of the answers it is about
     * @param withdraws feedback that it takes back
     */
    public record Feedback(Position at, String id, String user, Set<String> answers, Optional<String> withdraws) {
        public Feedback {
            answers = Set.copyOf(answers);
        }
    }

    /**
     * One record of an answer.
     *
     * @param at where it lies
     * @param id rollout id
     * @param versions policy versions of its tokens, empty for exchanges of other systems
     * @param completed when its last token was sampled
     */
    public record Rollout(Position at, String id, Set<Long> versions, Instant completed) {
        public Rollout {
            versions = Set.copyOf(versions);
        }
    }

    /**
     * An answer as a later record names it.
     *
     * @param rollout rollout id
     * @param oldestVersion oldest policy version of its tokens, below 0 for none
     */
    public record Answer(String rollout, long oldestVersion) {}

    /**
     * One revision of a label.
     *
     * @param at where it lies
     * @param id label id
     * @param revision from 1
     * @param pair whether it is a choice between two answers
     * @param user key of the person, empty when none was given
     * @param votes ids of its feedback as they stand there, retractions included
     * @param answers the answers it speaks about
     */
    public record Label(
            Position at, String id, int revision, boolean pair, String user, List<String> votes, List<Answer> answers) {
        public Label {
            votes = List.copyOf(votes);
            answers = List.copyOf(answers);
        }
    }

    /**
     * One revision of a scored group.
     *
     * @param at where it lies
     * @param group group id
     * @param revision from 1
     * @param oldestTrained oldest policy version among the answers that can be trained on
     * @param votes ids of the feedback it carries
     * @param answers its answers
     */
    public record Experience(
            Position at, String group, int revision, long oldestTrained, Set<String> votes, List<Answer> answers) {
        public Experience {
            votes = Set.copyOf(votes);
            answers = List.copyOf(answers);
        }
    }

    /**
     * What one learner did.
     *
     * @param steps its entries in the training log
     * @param versions what it announced, repetitions included
     * @param mismatches places where a replay of its log gives other weights, in words
     */
    public record Learner(List<Step> steps, List<Version> versions, List<String> mismatches) {
        public Learner {
            steps = List.copyOf(steps);
            versions = List.copyOf(versions);
            mismatches = List.copyOf(mismatches);
        }
    }

    /**
     * One entry of the training log.
     *
     * @param at where it lies
     * @param step its number, from 1
     * @param baseVersion newest version of the learner's model that was announced before
     * @param read offset of the next record that the learner had not taken in yet, by partition of its input topic
     * @param inputs what it learned from
     */
    public record Step(Position at, long step, long baseVersion, Map<Integer, Long> read, List<Input> inputs) {
        public Step {
            read = Map.copyOf(read);
            inputs = List.copyOf(inputs);
        }

        /** Whether the learner had taken in the record at {@code place} of its input topic. */
        boolean knew(Position place) {
            return read.getOrDefault(place.partition(), 0L) > place.offset();
        }
    }

    /**
     * One input of a step.
     *
     * @param at where it lies
     * @param id label id or group id
     * @param revision its revision
     * @param asNew whether it was predicted first, as a label that was never learned before
     */
    public record Input(Position at, String id, int revision, boolean asNew) {}

    /**
     * One announcement of a version.
     *
     * @param version its number
     * @param step learner step after which it was taken
     * @param sha256 digest of its weights
     * @param announced when, by the clock of the learner
     */
    public record Version(long version, long step, String sha256, Instant announced) {}
}
