package io.thumbstream.lab.lineage;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Answers about {@link LineageFacts}: from a version to its votes, and from a vote to its versions.
 *
 * <p>A version is made of every step logged up to its offset. A policy depends on votes in two ways: through the groups that carry
 * them, and through the scores of reward models that learned from them; both are told apart.
 */
public final class Lineage {
    private final LineageFacts facts;
    private final Map<Long, LineageFacts.Label> labels = new HashMap<>();
    private final Map<Long, LineageFacts.Experience> experience = new HashMap<>();
    private final Map<String, LineageFacts.Vote> votes = new HashMap<>();

    public Lineage(LineageFacts facts) {
        this.facts = facts;
        facts.labels().forEach(label -> labels.put(label.place(), label));
        facts.experience().forEach(scored -> experience.put(scored.place(), scored));
        facts.votes().forEach(vote -> votes.putIfAbsent(vote.id(), vote));
    }

    /** What reward model {@code version} was made of; empty when the topics do not know it. */
    public Optional<VersionLineage> rewardVersion(long version) {
        return find(facts.reward(), version).map(found -> {
            Set<Long> inputs = inputs(facts.reward(), found.offset());
            SortedSet<String> made = votesOf(inputs, labels, LineageFacts.Label::votes);
            return lineage(facts.reward(), found, inputs, made, 0, new TreeSet<>());
        });
    }

    /** What policy {@code version} was made of; empty when the topics do not know it. */
    public Optional<VersionLineage> policyVersion(long version) {
        return find(facts.policy(), version).map(found -> {
            Set<Long> inputs = inputs(facts.policy(), found.offset());
            long scoredBy = inputs.stream()
                    .flatMap(place -> Optional.ofNullable(experience.get(place)).stream())
                    .mapToLong(LineageFacts.Experience::rewardVersion)
                    .max()
                    .orElse(0);
            SortedSet<String> behind =
                    rewardVersion(scoredBy).map(VersionLineage::votes).orElseGet(TreeSet::new);
            SortedSet<String> made = votesOf(inputs, experience, LineageFacts.Experience::votes);
            return lineage(facts.policy(), found, inputs, made, Math.max(0, scoredBy), behind);
        });
    }

    private VersionLineage lineage(
            LineageFacts.Learner learner,
            LineageFacts.Version version,
            Set<Long> inputs,
            SortedSet<String> made,
            long scoredBy,
            SortedSet<String> behind) {
        long before = learner.versions().stream()
                .filter(other -> other.version() < version.version())
                .mapToLong(LineageFacts.Version::offset)
                .max()
                .orElse(-1);
        List<Long> offsets = learner.steps().stream()
                .map(LineageFacts.Step::offset)
                .filter(offset -> offset <= version.offset())
                .toList();
        SortedSet<String> users = made.stream()
                .flatMap(id -> Optional.ofNullable(votes.get(id)).stream())
                .map(LineageFacts.Vote::user)
                .filter(user -> !user.isEmpty())
                .collect(Collectors.toCollection(TreeSet::new));
        return new VersionLineage(
                version.version(),
                version.at(),
                offsets.size(),
                offsets.stream().filter(offset -> offset > before).count(),
                inputs.size(),
                made,
                users,
                scoredBy,
                behind);
    }

    /** What a vote shaped; empty when there is no such vote. */
    public Optional<VoteLineage> vote(String id) {
        return Optional.ofNullable(votes.get(id)).map(vote -> {
            List<LineageFacts.Label> made = facts.labels().stream()
                    .filter(label -> label.votes().contains(id))
                    .toList();
            Set<Long> places = made.stream().map(LineageFacts.Label::place).collect(Collectors.toSet());
            Set<Long> groups = facts.experience().stream()
                    .filter(scored -> scored.votes().contains(id))
                    .map(LineageFacts.Experience::place)
                    .collect(Collectors.toSet());
            OptionalLong rewardVersion = firstVersion(facts.reward(), places);
            return new VoteLineage(
                    id,
                    vote.user(),
                    vote.at(),
                    made.stream()
                            .map(label -> label.id() + " " + label.revision())
                            .toList(),
                    revised(made),
                    uses(facts.reward(), places),
                    rewardVersion,
                    groups.size(),
                    uses(facts.policy(), groups),
                    firstVersion(facts.policy(), groups),
                    rewardVersion.isEmpty()
                            ? OptionalLong.empty()
                            : firstVersion(facts.policy(), scoredSince(rewardVersion.getAsLong())));
        });
    }

    private boolean revised(List<LineageFacts.Label> made) {
        return made.stream().anyMatch(label -> facts.labels().stream()
                .anyMatch(other -> other.id().equals(label.id()) && other.revision() > label.revision()));
    }

    private Set<Long> scoredSince(long rewardVersion) {
        return facts.experience().stream()
                .filter(scored -> scored.rewardVersion() >= rewardVersion)
                .map(LineageFacts.Experience::place)
                .collect(Collectors.toSet());
    }

    private static Optional<LineageFacts.Version> find(LineageFacts.Learner learner, long version) {
        return learner.versions().stream()
                .filter(each -> each.version() == version)
                .findFirst();
    }

    /** Distinct inputs of all steps up to {@code offset} of the training log. */
    private static Set<Long> inputs(LineageFacts.Learner learner, long offset) {
        Set<Long> inputs = new HashSet<>();
        learner.steps().stream().filter(step -> step.offset() <= offset).forEach(step -> inputs.addAll(step.inputs()));
        return inputs;
    }

    private static <R> SortedSet<String> votesOf(
            Set<Long> places, Map<Long, R> records, Function<R, Set<String>> votesIn) {
        SortedSet<String> found = new TreeSet<>();
        for (long place : places) {
            Optional.ofNullable(records.get(place)).map(votesIn).ifPresent(found::addAll);
        }
        return found;
    }

    private static long uses(LineageFacts.Learner learner, Set<Long> places) {
        return learner.steps().stream()
                .flatMap(step -> step.inputs().stream())
                .filter(places::contains)
                .count();
    }

    /** The first version that covers a step with one of {@code places} as an input. */
    private static OptionalLong firstVersion(LineageFacts.Learner learner, Set<Long> places) {
        OptionalLong step = learner.steps().stream()
                .filter(each -> each.inputs().stream().anyMatch(places::contains))
                .mapToLong(LineageFacts.Step::offset)
                .min();
        return step.isEmpty()
                ? step
                : learner.versions().stream()
                        .filter(version -> version.offset() >= step.getAsLong())
                        .mapToLong(LineageFacts.Version::version)
                        .min();
    }
}
