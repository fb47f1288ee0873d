package io.thumbstream.lab.history;

import io.thumbstream.lab.history.History.Answer;
import io.thumbstream.lab.history.History.Erased;
import io.thumbstream.lab.history.History.Experience;
import io.thumbstream.lab.history.History.Feedback;
import io.thumbstream.lab.history.History.Input;
import io.thumbstream.lab.history.History.Label;
import io.thumbstream.lab.history.History.Rollout;
import io.thumbstream.lab.history.History.Said;
import io.thumbstream.lab.history.History.Step;
import io.thumbstream.lab.history.History.Version;
import io.thumbstream.lab.trace.Position;
import io.thumbstream.runtime.random.SeededRandom;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.IntStream;

/**
 * A small sound history in which every list can be changed.
 *
 * <p>Ann votes on g.0 and withdraws the vote with {@code undo}; Bob votes on h.0, twice sent; Carl chooses between i.0 and i.1. The
 * reward learner learns all three before it has read the withdrawal, and Bob's again after it. The policy learns group h in two
 * revisions and group g after the withdrawal.
 */
final class HandMadeHistory {
    static final HistoryLimits LIMITS = new HistoryLimits(2, 1, 3, 2, 1);

    final Set<String> accepted = new HashSet<>(Set.of("ann", "undo", "bob", "carl"));
    final Map<String, Long> shown = new HashMap<>(Map.of("g.0", 0L, "h.0", 1L, "i.0", 1L, "i.1", 1L));
    final List<Erased> erased = new ArrayList<>();
    final List<Feedback> feedback = new ArrayList<>(List.of(
            said(0, 0, "ann", ""),
            said(0, 1, "undo", "ann"),
            said(1, 0, "bob", ""),
            said(1, 1, "bob", ""),
            said(2, 0, "carl", "")));
    final List<Rollout> rollouts = new ArrayList<>(List.of(
            answer(0, 0, "g.0", 5, 0),
            answer(1, 0, "h.0", 25, 0, 1),
            answer(1, 1, "h.0", 45, 2),
            answer(2, 0, "i.0", 25, 1),
            answer(2, 1, "i.1", 25, 1)));
    final List<Label> labels = new ArrayList<>(List.of(
            label(0, 0, "lg", 1, List.of("ann"), new Answer("g.0", 0)),
            label(0, 1, "lg", 2, List.of("ann", "undo"), new Answer("g.0", 0)),
            label(1, 0, "lh", 1, List.of("bob"), new Answer("h.0", 0)),
            label(2, 0, "li", 1, List.of("carl"), new Answer("i.0", 1), new Answer("i.1", 1))));
    final List<Experience> experience = new ArrayList<>(List.of(
            group(0, 0, "g", 1, 0, Set.of("ann"), new Answer("g.0", 0)),
            group(0, 1, "g", 2, 0, Set.of(), new Answer("g.0", 0)),
            group(1, 0, "h", 1, 0, Set.of(), new Answer("h.0", 0)),
            group(1, 1, "h", 2, 0, Set.of("bob"), new Answer("h.0", 0))));
    final List<Step> rewardSteps = new ArrayList<>(List.of(
            step(
                    0,
                    1,
                    0,
                    Map.of(0, 1L, 1, 1L, 2, 1L),
                    fresh(0, 0, "lg", 1),
                    fresh(1, 0, "lh", 1),
                    fresh(2, 0, "li", 1)),
            step(2, 2, 1, Map.of(0, 2L, 1, 1L, 2, 1L), again("labels", 1, 0, "lh", 1))));
    final List<Step> policySteps = new ArrayList<>(List.of(
            step(1, 1, 0, Map.of(1, 1L), again("experience", 1, 0, "h", 1)),
            step(3, 2, 1, Map.of(0, 2L, 1, 2L), again("experience", 1, 1, "h", 2), again("experience", 0, 1, "g", 2))));
    final List<Version> policyVersions =
            new ArrayList<>(List.of(version(0, 0, 0), version(1, 1, 20), version(2, 2, 40)));
    final List<Version> rewardVersions = new ArrayList<>(List.of(version(1, 1, 15)));
    final List<String> policyMismatches = new ArrayList<>();
    final List<String> joinDifferences = new ArrayList<>();
    final List<Said> said = new ArrayList<>(List.of(
            said("feedback", 0, 0, "feedback ann", "ann"),
            said("feedback", 0, 1, "feedback undo", "undo"),
            said("feedback", 1, 0, "feedback bob", "bob"),
            said("feedback", 1, 1, "feedback bob", "bob"),
            said("feedback", 2, 0, "feedback carl", "carl"),
            said("rollouts", 1, 0, "answer h.0", "h.0"),
            said("labels", 0, 0, "label lg revision 1", "ann", "g.0"),
            said("labels", 1, 0, "label lh revision 1", "bob", "h.0"),
            said("experience", 1, 0, "group h revision 1", "h.0"),
            said("experience", 1, 1, "group h revision 2", "h.0"),
            said("feedback.dlq", 0, 0, "the dead letter of feedback bob", "bob")));

    /**
     * Bob is erased: nobody can read what he had said and been told, services passed over it, and the models were rebuilt behind the
     * last steps there are.
     */
    HandMadeHistory withoutBob() {
        erased.add(new Erased("user-bob", Set.of("bob"), Set.of("h.0"), 2, 2));
        said.replaceAll(
                record -> record.about().contains("bob") || record.about().contains("h.0")
                        ? new Said(record.at(), record.what(), record.about(), false)
                        : record);
        replace(labels, each -> each.id().equals("lh"), label(1, 0, "lh", 1, List.of("bob")));
        return this;
    }

    /** One record of Bob can be read after all. */
    void readable(String what) {
        replace(
                said,
                record -> record.what().equals(what),
                said.stream()
                        .filter(record -> record.what().equals(what))
                        .map(record -> new Said(record.at(), what, record.about(), true))
                        .findFirst()
                        .orElseThrow());
    }

    List<Finding> findings() {
        return new HistoryChecker(LIMITS).check(history());
    }

    /** The findings when every list is read in another order. */
    List<Finding> findingsInOrderOf(SeededRandom random) {
        for (List<?> records : List.of(
                feedback,
                rollouts,
                labels,
                experience,
                said,
                rewardSteps,
                policySteps,
                policyVersions,
                rewardVersions)) {
            shuffle(records, random);
        }
        return findings();
    }

    private static <T> void shuffle(List<T> records, SeededRandom random) {
        int[] order = IntStream.range(0, records.size()).toArray();
        random.shuffle(order);
        List<T> shuffled = new ArrayList<>();
        for (int index : order) {
            shuffled.add(records.get(index));
        }
        records.clear();
        records.addAll(shuffled);
    }

    static <T> void replace(List<T> records, Predicate<T> which, T by) {
        for (int i = 0; i < records.size(); i++) {
            if (which.test(records.get(i))) {
                records.set(i, by);
                return;
            }
        }
        throw new IllegalArgumentException("no record to replace by " + by);
    }

    History history() {
        return new History(
                new History.People(accepted, shown, erased),
                feedback,
                rollouts,
                labels,
                experience,
                said,
                joinDifferences,
                new History.Learner(policySteps, policyVersions, policyMismatches),
                new History.Learner(rewardSteps, rewardVersions, List.of()));
    }

    static Feedback said(int partition, long offset, String id, String withdraws) {
        return new Feedback(
                at("feedback", partition, offset),
                id,
                "user-" + id,
                Set.of(),
                withdraws.isEmpty() ? Optional.empty() : Optional.of(withdraws));
    }

    static Said said(String topic, int partition, long offset, String what, String... about) {
        return new Said(at(topic, partition, offset), what, Set.of(about), true);
    }

    static Rollout answer(int partition, long offset, String id, long second, long... versions) {
        Set<Long> all = new HashSet<>();
        for (long version : versions) {
            all.add(version);
        }
        return new Rollout(at("rollouts", partition, offset), id, all, Instant.ofEpochSecond(second));
    }

    static Label label(int partition, long offset, String id, int revision, List<String> votes, Answer... answers) {
        return new Label(
                at("labels", partition, offset),
                id,
                revision,
                answers.length == 2,
                "user-" + votes.get(0),
                votes,
                List.of(answers));
    }

    static Experience group(
            int partition, long offset, String id, int revision, long oldest, Set<String> votes, Answer... answers) {
        return new Experience(at("experience", partition, offset), id, revision, oldest, votes, List.of(answers));
    }

    static Step step(long offset, long number, long base, Map<Integer, Long> read, Input... inputs) {
        return new Step(at("training-log", 0, offset), number, base, read, List.of(inputs));
    }

    static Input fresh(int partition, long offset, String id, int revision) {
        return new Input(at("labels", partition, offset), id, revision, true);
    }

    static Input again(String topic, int partition, long offset, String id, int revision) {
        return new Input(at(topic, partition, offset), id, revision, false);
    }

    static Version version(long number, long step, long second) {
        return new Version(number, step, "sha-" + number, Instant.ofEpochSecond(second));
    }

    static Position at(String topic, int partition, long offset) {
        return new Position(topic, partition, offset);
    }
}
