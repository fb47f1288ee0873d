package io.thumbstream.launcher.simulate;

import io.thumbstream.reward.assemble.Output;
import io.thumbstream.reward.event.Label;
import io.thumbstream.reward.event.LabelState;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/** Compares labels and refusals with the batch recomputation. */
final class VoteCheck {
    private static final double MICROS = 1e6;

    private final Evidence evidence;
    private final Oracle oracle;
    private final List<Violation> found = new ArrayList<>();

    private VoteCheck(Evidence evidence, Oracle oracle) {
        this.evidence = evidence;
        this.oracle = oracle;
    }

    static List<Violation> of(Evidence evidence, Oracle oracle) {
        VoteCheck check = new VoteCheck(evidence, oracle);
        check.gateway();
        check.refusals();
        check.labels();
        return check.found;
    }

    private void gateway() {
        for (Step.Feed feed : evidence.schedule().feeds()) {
            String must = oracle.refusals().getOrDefault(feed, "");
            String did = evidence.refusals().getOrDefault(feed, "");
            if (!must.equals(did) && feed instanceof Step.Vote vote) {
                add(Invariant.GATEWAY, vote.id(), "the request must be " + answer(must) + " and was " + answer(did));
            }
        }
    }

    private static String answer(String refusal) {
        return refusal.isEmpty() ? "taken" : "refused as " + refusal;
    }

    private void refusals() {
        Map<String, Integer> balance = new TreeMap<>();
        oracle.groups().values().forEach(group -> group.refused()
                .forEach(each -> balance.merge(each, 1, Integer::sum)));
        for (Output.Refused refused : evidence.all(Output.Refused.class)) {
            balance.merge(refused.feedback().id() + " " + refused.reason(), -1, Integer::sum);
        }
        balance.forEach((what, missing) -> {
            if (missing != 0) {
                String id = what.substring(0, what.indexOf(' '));
                String reason = what.substring(id.length() + 1);
                add(
                        Invariant.VOTE_COUNTED_ONCE,
                        id,
                        missing > 0
                                ? "must be refused as " + reason + ", " + missing + " times more than it was"
                                : "was refused as " + reason + ", " + -missing + " times more than it must be");
            }
        });
    }

    private void labels() {
        Map<String, List<Label>> revisions = new LinkedHashMap<>();
        for (Output.Labelled labelled : evidence.all(Output.Labelled.class)) {
            if (labelled.label().state() == LabelState.OBSERVED) {
                revisions
                        .computeIfAbsent(labelled.label().id(), id -> new ArrayList<>())
                        .add(labelled.label());
            }
        }
        Map<String, ExpectedBallot> byFeedback = new HashMap<>();
        oracle.groups().forEach((name, group) -> group.ballots()
                .forEach(ballot -> ballot.ids().forEach(id -> byFeedback.put(name + " " + id, ballot))));
        Set<ExpectedBallot> labelled = new HashSet<>();
        revisions.values().forEach(each -> label(each, byFeedback, labelled));
        new HashSet<>(byFeedback.values())
                .stream()
                        .filter(ballot -> !labelled.contains(ballot))
                        .forEach(ballot -> add(
                                Invariant.VOTE_COUNTED_ONCE,
                                String.join(",", ballot.ids()),
                                "was accepted and is in no label"));
    }

    private void label(List<Label> revisions, Map<String, ExpectedBallot> byFeedback, Set<ExpectedBallot> labelled) {
        Label last = revisions.get(revisions.size() - 1);
        String group = evidence.names().shortGroup(last.groupId());
        ExpectedBallot ballot = last.feedbackIds().isEmpty()
                ? null
                : byFeedback.get(group + " " + last.feedbackIds().get(0));
        String subject = group + " " + String.join(",", last.feedbackIds());
        if (ballot == null) {
            add(Invariant.VOTE_COUNTED_ONCE, subject, "is labelled, and no vote of it can be");
            return;
        }
        if (!labelled.add(ballot)) {
            add(Invariant.VOTE_COUNTED_ONCE, subject, "counts in two labels");
        }
        for (int i = 0; i < revisions.size(); i++) {
            if (revisions.get(i).revision() != i + 1) {
                add(
                        Invariant.VOTE_COUNTED_ONCE,
                        subject,
                        "revision " + revisions.get(i).revision() + " of the label comes in place " + (i + 1));
                return;
            }
        }
        if (revisions.size() != ballot.causes() || !last.feedbackIds().equals(ballot.ids())) {
            add(
                    Invariant.VOTE_COUNTED_ONCE,
                    subject,
                    "has " + revisions.size() + " revisions of " + last.feedbackIds() + "; must have " + ballot.causes()
                            + " of " + ballot.ids());
        }
        content(last, ballot, subject);
    }

    private void content(Label last, ExpectedBallot ballot, String subject) {
        Optional<Step.Vote> standing = ballot.standing(Long.MAX_VALUE);
        if (standing.isEmpty()) {
            if (last.weight() != 0) {
                add(Invariant.WITHDRAWN, subject, "everything is withdrawn and the weight is " + last.weight());
            }
            return;
        }
        Step.Vote vote = standing.get();
        Meaning must = Meaning.of(vote);
        boolean same = last.value() == must.value()
                && last.weight() == must.weight()
                && last.propensity() == Intake.ASKED
                && Objects.equals(
                        last.userKey(), evidence.names().userKey(vote.user()).orElse(null))
                && answers(last).equals(must.answers())
                && Math.abs(last.delaySeconds() - delay(vote)) < 1 / MICROS;
        if (!same) {
            add(
                    Invariant.CURRENT_VOTE,
                    subject,
                    "stands on " + vote.id() + ", so " + must + " after " + delay(vote) + " s; the label says value="
                            + last.value() + " weight=" + last.weight() + " answers=" + answers(last) + " propensity="
                            + last.propensity() + " after " + last.delaySeconds() + " s");
        }
    }

    private List<String> answers(Label label) {
        return label.items().stream()
                .map(item -> evidence.names().shortAnswer(item.rolloutId()))
                .toList();
    }

    private double delay(Step.Vote vote) {
        Map<String, Long> answered = oracle.group(vote.group()).answered();
        long shown = vote.targets().stream()
                .mapToLong(target -> answered.getOrDefault(target, 0L))
                .max()
                .orElse(0);
        return Math.max(0, vote.time() - shown) / MICROS;
    }

    private void add(Invariant invariant, String subject, String detail) {
        found.add(new Violation(invariant, subject, detail));
    }
}
