package io.thumbstream.lab.history;

import io.thumbstream.lab.history.History.Answer;
import io.thumbstream.lab.history.History.Experience;
import io.thumbstream.lab.history.History.Label;
import io.thumbstream.lab.history.History.Rollout;
import io.thumbstream.lab.history.History.Step;
import io.thumbstream.lab.history.History.Version;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Consumer;

/**
 * Versions were there before whoever names them, and the version named is the one that answered.
 *
 * <p>Version topics are compacted from their beginning, so a version below the oldest that is left is not judged. Times of answers
 * and announcements are compared as they stand: the clocks of generator and learner must agree.
 */
final class VersionRules {
    private final History history;
    private final NavigableMap<Long, Version> announced;
    private final Map<String, Rollout> kept = new HashMap<>();
    private final Map<String, Set<Long>> oldest = new HashMap<>();

    VersionRules(History history) {
        this.history = history;
        this.announced = earliest(history.policy());
        for (Rollout rollout : history.rollouts()) {
            kept.merge(rollout.id(), rollout, VersionRules::first);
            rollout.versions().stream().min(Comparator.naturalOrder()).ifPresent(version -> oldest.computeIfAbsent(
                            rollout.id(), first -> new HashSet<>())
                    .add(version));
        }
    }

    /** The record of an answer that counts: an answer made again after a crash comes behind it. */
    private static Rollout first(Rollout one, Rollout other) {
        return Places.ORDER.compare(one.at(), other.at()) <= 0 ? one : other;
    }

    private static NavigableMap<Long, Version> earliest(History.Learner learner) {
        NavigableMap<Long, Version> versions = new TreeMap<>();
        learner.versions()
                .forEach(version -> versions.merge(
                        version.version(),
                        version,
                        (one, other) -> one.announced().isAfter(other.announced()) ? other : one));
        return versions;
    }

    void check(Consumer<Finding> found) {
        rollouts(found);
        for (Label label : history.labels()) {
            String what = "label " + label.id() + " revision " + label.revision();
            label.answers().forEach(answer -> {
                same(what, answer, found);
                shown(what, answer, found);
            });
        }
        for (Experience scored : history.experience()) {
            String what = "group " + scored.group() + " revision " + scored.revision();
            scored.answers().forEach(answer -> same(what, answer, found));
        }
        steps("policy", history.policy(), found);
        steps("reward", history.reward(), found);
        digests("policy", history.policy(), found);
        digests("reward", history.reward(), found);
    }

    private void rollouts(Consumer<Finding> found) {
        for (Rollout rollout : history.rollouts()) {
            for (long version : rollout.versions()) {
                Version known = announced.get(version);
                if (known == null && !gone(announced, version)) {
                    found.accept(wrong("answer " + rollout.id() + " at " + Places.text(rollout.at()) + " names version "
                            + version + ", which was never announced"));
                } else if (known != null && known.announced().isAfter(rollout.completed())) {
                    found.accept(wrong("answer " + rollout.id() + " at " + Places.text(rollout.at()) + " of "
                            + rollout.completed() + " names version " + version + ", announced at "
                            + known.announced()));
                }
            }
        }
    }

    private void same(String what, Answer answer, Consumer<Finding> found) {
        Set<Long> sampled = oldest.getOrDefault(answer.rollout(), Set.of());
        if (!sampled.isEmpty() && !sampled.contains(answer.oldestVersion())) {
            found.accept(wrong(what + " says that answer " + answer.rollout() + " is of version "
                    + answer.oldestVersion() + "; it is of " + new TreeSet<>(sampled)));
        }
    }

    private void shown(String what, Answer answer, Consumer<Finding> found) {
        Long seen = history.people().shown().get(answer.rollout());
        Rollout rollout = kept.get(answer.rollout());
        if (seen != null && rollout != null && !rollout.versions().contains(seen)) {
            found.accept(wrong(what + " is about answer " + answer.rollout() + " of "
                    + new TreeSet<>(rollout.versions()) + "; the person saw one of version " + seen));
        }
    }

    private static void steps(String learner, History.Learner log, Consumer<Finding> found) {
        NavigableMap<Long, Version> versions = earliest(log);
        for (Step step : log.steps()) {
            Version base = versions.get(step.baseVersion());
            if (base == null && step.baseVersion() != 0 && !gone(versions, step.baseVersion())) {
                found.accept(wrong("step " + step.step() + " of the " + learner + " learner names version "
                        + step.baseVersion() + ", which was never announced"));
            } else if (base != null && base.step() >= step.step()) {
                found.accept(wrong("step " + step.step() + " of the " + learner + " learner names version "
                        + step.baseVersion() + ", which was taken after step " + base.step()));
            }
        }
    }

    private static void digests(String learner, History.Learner log, Consumer<Finding> found) {
        Map<Long, Set<String>> digests = new TreeMap<>();
        log.versions().forEach(version -> digests.computeIfAbsent(version.version(), first -> new TreeSet<>())
                .add(version.sha256()));
        digests.forEach((version, all) -> {
            if (all.size() > 1) {
                found.accept(new Finding(
                        FindingClass.DIGEST_MISMATCH,
                        "version " + version + " of the " + learner + " was announced with sha256 "
                                + String.join(" and ", List.copyOf(all))));
            }
        });
        log.mismatches()
                .forEach(place -> found.accept(new Finding(FindingClass.DIGEST_MISMATCH, learner + ": " + place)));
    }

    /** Whether compaction may have removed the version. */
    private static boolean gone(NavigableMap<Long, Version> versions, long version) {
        return !versions.isEmpty() && version < versions.firstKey();
    }

    private static Finding wrong(String evidence) {
        return new Finding(FindingClass.WRONG_POLICY_VERSION, evidence);
    }
}
