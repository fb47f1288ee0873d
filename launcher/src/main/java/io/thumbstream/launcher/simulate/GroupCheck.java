package io.thumbstream.launcher.simulate;

import io.thumbstream.reward.assemble.Output;
import io.thumbstream.reward.assemble.RolloutState;
import io.thumbstream.reward.event.LabelState;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Compares the experience of every group with the batch recomputation. */
final class GroupCheck {
    private static final double SAME = 1e-12;

    private final Evidence evidence;
    private final Oracle oracle;
    private final List<Violation> found = new ArrayList<>();

    private GroupCheck(Evidence evidence, Oracle oracle) {
        this.evidence = evidence;
        this.oracle = oracle;
    }

    static List<Violation> of(Evidence evidence, Oracle oracle) {
        GroupCheck check = new GroupCheck(evidence, oracle);
        Map<String, List<Output.Draft>> drafts = new LinkedHashMap<>();
        evidence.all(Output.Draft.class).forEach(draft -> drafts.computeIfAbsent(
                        evidence.names().shortGroup(draft.group().groupId()), name -> new ArrayList<>())
                .add(draft));
        evidence.schedule()
                .groups()
                .values()
                .forEach(plan -> check.group(plan, drafts.getOrDefault(plan.name(), List.of())));
        return check.found;
    }

    private void group(GroupPlan plan, List<Output.Draft> drafts) {
        Map<String, Long> answered = oracle.group(plan.name()).answered();
        boolean expected = !plan.external() && !answered.isEmpty();
        if (drafts.isEmpty() == expected) {
            add(
                    plan,
                    "must be sent " + (expected ? "at least once" : "never") + ", was sent " + drafts.size()
                            + " times");
        }
        if (drafts.isEmpty() || !expected) {
            return;
        }
        for (int i = 0; i < drafts.size(); i++) {
            if (drafts.get(i).group().revision() != i + 1) {
                add(plan, "revision " + drafts.get(i).group().revision() + " comes in place " + (i + 1));
            }
        }
        long first = Evidence.moment(drafts.get(0).timeMicros());
        long due = due(plan, answered);
        if (first != due) {
            add(plan, "is sent first at " + first + " us; complete or timed out at " + due + " us");
        }
        int most = most(plan, first, answered);
        if (drafts.size() > most) {
            add(plan, "is sent " + drafts.size() + " times; no more than " + most + " changes can have come");
        }
        last(plan, drafts.get(drafts.size() - 1), answered);
    }

    /**
     * The first revision, and one for whatever came after it: feedback, answers, and windows that closed in silence. Records behind the
     * bound come after it whatever their time.
     */
    private int most(GroupPlan plan, long sent, Map<String, Long> answered) {
        boolean tardy = evidence.tardy(evidence.schedule().partitionOf(plan.name()));
        long first = tardy ? Long.MIN_VALUE : sent;
        int feedback = oracle.group(plan.name()).ballots().stream()
                .mapToInt(ballot -> ballot.causesAfter(first))
                .sum();
        long answers = answered.values().stream().filter(time -> time > first).count();
        long windows = answered.keySet().stream().filter(evidence::shown).count();
        return 1 + feedback + (int) (answers + windows);
    }

    private long due(GroupPlan plan, Map<String, Long> answered) {
        List<Long> times = new ArrayList<>(answered.values());
        Collections.sort(times);
        long timeOut = times.get(0) + evidence.schedule().setup().groupTimeout();
        return times.size() < plan.size() ? timeOut : Math.min(timeOut, times.get(plan.size() - 1));
    }

    private void last(GroupPlan plan, Output.Draft draft, Map<String, Long> answered) {
        Map<String, RolloutState> rows = new TreeMap<>();
        draft.rollouts()
                .forEach(row ->
                        rows.put(evidence.names().shortAnswer(row.rollout().id()), row));
        if (!rows.keySet().equals(new TreeMap<>(answered).keySet())
                || draft.completeness() != Math.min(1, (double) answered.size() / plan.size())) {
            add(
                    plan,
                    "holds " + rows.keySet() + " as " + draft.completeness() + " of it; must hold "
                            + answered.keySet());
            return;
        }
        rows.forEach((answer, row) -> row(plan, answer, row));
    }

    private void row(GroupPlan plan, String answer, RolloutState row) {
        List<ExpectedBallot> ballots = oracle.group(plan.name()).ballots().stream()
                .filter(ballot -> ballot.speaksOf(answer, Long.MAX_VALUE))
                .toList();
        if ((row.labelState() == LabelState.OBSERVED) == ballots.isEmpty()) {
            Invariant broken = ballots.isEmpty() ? Invariant.SILENCE : Invariant.EXPERIENCE;
            found.add(new Violation(
                    broken, answer, "ends " + row.labelState() + " with " + ballots.size() + " standing votes"));
            return;
        }
        RolloutState.Approval approval = row.approval();
        String must = approval(ballots);
        String is = approval == null ? "none" : text(approval.value(), approval.weight());
        if (!must.equals(is)) {
            add(plan, answer + " ends with approval " + is + "; must be " + must);
        }
    }

    /** Each person's last word on one answer by itself, averaged; the unknown are one person each. */
    private static String approval(List<ExpectedBallot> ballots) {
        Map<String, Step.Vote> words = new TreeMap<>();
        for (ExpectedBallot ballot : ballots) {
            Step.Vote vote = ballot.standing(Long.MAX_VALUE).orElseThrow();
            if (vote.kind().equals("thumb") || vote.kind().equals("rating")) {
                String person = vote.user().isEmpty() ? "unknown:" + vote.id() : "known:" + vote.user();
                words.merge(person, vote, GroupCheck::later);
            }
        }
        double sum = words.values().stream()
                .mapToDouble(vote -> Meaning.of(vote).value())
                .sum();
        return words.isEmpty() ? "none" : text(sum / words.size(), words.size());
    }

    /** By the person's counter, then by time; a thumb and a rating that agree in both go by the names of their kinds. */
    private static Step.Vote later(Step.Vote one, Step.Vote other) {
        Comparator<Step.Vote> order = Comparator.comparingLong(Step.Vote::sequence)
                .thenComparing(Step.Vote::time)
                .thenComparing(Step.Vote::kind);
        return order.compare(one, other) > 0 ? one : other;
    }

    private static String text(double value, double weight) {
        return Math.round(value / SAME) * SAME + " of weight " + weight;
    }

    private void add(GroupPlan plan, String detail) {
        found.add(new Violation(Invariant.EXPERIENCE, plan.name(), detail));
    }
}
