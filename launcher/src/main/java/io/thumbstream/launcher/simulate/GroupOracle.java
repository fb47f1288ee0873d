package io.thumbstream.launcher.simulate;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What must become of the feedback on one group, recomputed from the whole list of its records.
 *
 * <p>It asks for each id in turn when it could first be understood, and shares no code with the joiner, which meets records
 * one after the other. Records count at their event time, whenever they came.
 */
final class GroupOracle {
    private static final long NEVER = Long.MAX_VALUE;
    private static final Set<String> READ = Set.of("thumb", "rating", "pair", "edit");

    private final Setup setup;
    private final GroupPlan plan;
    private final Map<String, Long> answered = new TreeMap<>();
    private final Map<String, List<Step.Vote>> deliveries = new LinkedHashMap<>();
    private final Map<String, Settled> settled = new LinkedHashMap<>();
    private final Map<String, ExpectedBallot> ballots = new LinkedHashMap<>();
    private final List<String> refused = new ArrayList<>();
    private final Set<String> begun = new HashSet<>();
    private final Set<String> open = new HashSet<>();
    private long newest;

    /**
     * Feedback that is known from a moment on.
     *
     * @param ballot what it counts in; null when it has no label
     */
    private record Settled(long since, @Nullable ExpectedBallot ballot) {}

    /**
     * What became of one delivery.
     *
     * @param decided when
     * @param woken whether a record decided it, not the end of waiting
     * @param reason of the refusal; empty when it was taken
     */
    private record Fate(long decided, boolean woken, String reason) {
        boolean waitsAt(long moment) {
            return woken ? moment < decided : moment <= decided;
        }
    }

    /**
     * @param answers of the group, repeated ones included
     * @param votes keyed by the group that are in the log
     */
    GroupOracle(Setup setup, GroupPlan plan, List<Step.Answer> answers, List<Step.Vote> votes) {
        this.setup = setup;
        this.plan = plan;
        answers.forEach(answer -> answered.merge(answer.name(), answer.time(), Math::min));
        newest = answered.values().stream().mapToLong(Long::longValue).max().orElse(0);
        votes.stream()
                .sorted(Comparator.comparingLong(Step.Vote::time).thenComparing(Step.Vote::id))
                .forEach(vote -> deliveries
                        .computeIfAbsent(vote.id(), id -> new ArrayList<>())
                        .add(vote));
        List.copyOf(deliveries.keySet()).forEach(this::settle);
    }

    /** Ballots that votes made. */
    List<ExpectedBallot> ballots() {
        return List.copyOf(ballots.values());
    }

    /** Id and reason of every refusal. */
    List<String> refused() {
        return List.copyOf(refused);
    }

    /** First event time of every answer, by name. */
    Map<String, Long> answered() {
        return Map.copyOf(answered);
    }

    /** After all that was said before it, because that decides how long the group is kept. */
    private void settleInTurn(String id) {
        for (String earlier : List.copyOf(deliveries.keySet())) {
            if (saidFirst(earlier) < saidFirst(id) && !hangsOnOpen(earlier)) {
                settle(earlier);
            }
        }
        settle(id);
    }

    /** Whether it withdraws, maybe over others that withdraw, what is just being settled. */
    private boolean hangsOnOpen(String id) {
        Set<String> seen = new HashSet<>();
        Optional<String> at = Optional.of(id);
        while (at.isPresent() && seen.add(at.get())) {
            if (open.contains(at.get())) {
                return true;
            }
            at = deliveries.getOrDefault(at.get(), List.of()).stream()
                    .map(Step.Vote::retracts)
                    .filter(withdrawn -> !withdrawn.isEmpty())
                    .findFirst();
        }
        return false;
    }

    private long saidFirst(String id) {
        return deliveries.getOrDefault(id, List.of()).stream()
                .mapToLong(Step.Vote::time)
                .min()
                .orElse(Long.MIN_VALUE);
    }

    private void settle(String id) {
        if (!begun.add(id)) {
            return;
        }
        open.add(id);
        Fate before = null;
        for (Step.Vote vote : deliveries.getOrDefault(id, List.of())) {
            Settled known = settled.get(id);
            boolean repeated = known != null && known.since() <= vote.time() && !forgotten(vote.time());
            if (repeated || (before != null && before.waitsAt(vote.time()))) {
                continue;
            }
            before = fate(vote);
            if (!before.reason().isEmpty()) {
                refused.add(id + " " + before.reason());
            }
        }
        open.remove(id);
    }

    /** Whether nothing happened to the group for longer than it is kept. */
    private boolean forgotten(long moment) {
        return moment - newest > setup.retention();
    }

    private Fate fate(Step.Vote vote) {
        if (vote.door() == Step.Door.FORGED) {
            return atOnce(vote, "stranger");
        }
        if (vote.kind().equals("retract")) {
            return retraction(vote);
        }
        if (!READ.contains(vote.kind())) {
            boolean known = answered.values().stream().anyMatch(time -> time <= vote.time());
            if (known && !forgotten(vote.time())) {
                settled.put(vote.id(), new Settled(vote.time(), null));
            }
            return atOnce(vote, "");
        }
        if (badTargets(vote)) {
            return atOnce(vote, "bad-targets");
        }
        long ready = forgotten(vote.time())
                ? NEVER
                : vote.targets().stream()
                        .mapToLong(target -> answered.getOrDefault(target, NEVER))
                        .max()
                        .orElse(NEVER);
        long since = Math.max(vote.time(), ready);
        if (since > vote.time() + setup.parking()) {
            return new Fate(vote.time() + setup.parking(), false, "unknown-rollout");
        }
        return take(vote, since);
    }

    private Fate take(Step.Vote vote, long since) {
        if (stranger(plan.owner(), vote.user())) {
            return new Fate(since, true, "stranger");
        }
        if (badValue(vote)) {
            return new Fate(since, true, "bad-value");
        }
        ExpectedBallot ballot = ballots.computeIfAbsent(ExpectedBallot.keyOf(vote), key -> new ExpectedBallot(vote));
        return count(vote, since, ballot);
    }

    private Fate retraction(Step.Vote vote) {
        if (vote.retracts().isEmpty()) {
            return atOnce(vote, "bad-targets");
        }
        settleInTurn(vote.retracts());
        Settled withdrawn = settled.get(vote.retracts());
        long since = withdrawn == null || forgotten(vote.time()) ? NEVER : Math.max(vote.time(), withdrawn.since());
        if (withdrawn == null || since > vote.time() + setup.parking()) {
            return new Fate(vote.time() + setup.parking(), false, "unknown-feedback");
        }
        ExpectedBallot ballot = withdrawn.ballot();
        if (ballot == null) {
            settled.put(vote.id(), new Settled(since, null));
            return new Fate(since, true, "");
        }
        boolean theirs = ballot.user().isEmpty() || ballot.user().equals(vote.user());
        return theirs ? count(vote, since, ballot) : new Fate(since, true, "stranger");
    }

    private Fate count(Step.Vote vote, long since, ExpectedBallot ballot) {
        ballot.add(vote, since);
        settled.put(vote.id(), new Settled(since, ballot));
        newest = Math.max(newest, vote.time());
        return new Fate(since, true, "");
    }

    private static Fate atOnce(Step.Vote vote, String reason) {
        return new Fate(vote.time(), true, reason);
    }

    private static boolean stranger(String owner, String other) {
        return !owner.isEmpty() && !other.isEmpty() && !owner.equals(other);
    }

    private boolean badTargets(Step.Vote vote) {
        int wanted = vote.kind().equals("pair") ? 2 : 1;
        Set<String> different = new HashSet<>(vote.targets());
        return vote.targets().size() != wanted
                || different.size() != wanted
                || different.stream().anyMatch(target -> !Step.groupOf(target).equals(plan.name()));
    }

    private static boolean badValue(Step.Vote vote) {
        double value = vote.value().orElse(Double.NaN);
        return switch (vote.kind()) {
            case "thumb" -> Math.abs(value) != 1;
            case "pair" -> value != 0 && Math.abs(value) != 1;
            case "rating" -> !(value >= 0 && value <= 1);
            default -> vote.text().isBlank();
        };
    }
}
