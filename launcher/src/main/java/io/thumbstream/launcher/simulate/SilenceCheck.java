package io.thumbstream.launcher.simulate;

import io.thumbstream.reward.assemble.Output;
import io.thumbstream.reward.assemble.RolloutState;
import io.thumbstream.reward.event.Label;
import io.thumbstream.reward.event.LabelState;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Checks what is made of silence: when windows close, and that nothing is read into it. */
final class SilenceCheck {
    private final Evidence evidence;
    private final Oracle oracle;
    private final Setup setup;
    private final Map<String, Step.Answer> shown = new LinkedHashMap<>();
    private final Map<String, Long> censored = new LinkedHashMap<>();
    private final Map<String, LabelState> ends = new LinkedHashMap<>();
    private final List<Violation> found = new ArrayList<>();

    private SilenceCheck(Evidence evidence, Oracle oracle) {
        this.evidence = evidence;
        this.oracle = oracle;
        this.setup = evidence.schedule().setup();
        for (Step.Feed feed : evidence.schedule().feeds()) {
            GroupPlan plan = evidence.schedule().groups().get(feed.group());
            if (feed instanceof Step.Answer answer && answer.shown() && plan != null && !plan.external()) {
                shown.merge(answer.name(), answer, (one, other) -> one.time() <= other.time() ? one : other);
            }
        }
    }

    static List<Violation> of(Evidence evidence, Oracle oracle) {
        SilenceCheck check = new SilenceCheck(evidence, oracle);
        evidence.outputs().forEach(check::partition);
        check.shown.forEach(check::window);
        return check.found;
    }

    private long due(Step.Answer answer) {
        return answer.time() + setup.window();
    }

    private void partition(List<Output> outputs) {
        boolean stalled = false;
        for (Output output : outputs) {
            if (output instanceof Output.StallChanged change) {
                stalled = change.stalled();
            } else if (output instanceof Output.Labelled labelled
                    && labelled.label().state() != LabelState.OBSERVED) {
                label(labelled.label(), stalled);
            } else if (output instanceof Output.Draft draft) {
                draft(draft, stalled);
            }
        }
    }

    private void label(Label label, boolean stalled) {
        String name = evidence.names().shortAnswer(label.items().get(0).rolloutId());
        Step.Answer answer = shown.get(name);
        long moment = Evidence.moment(label.timeMicros());
        boolean closed = answer != null && moment >= due(answer) && (moment - due(answer)) % setup.recheck() == 0;
        if (!setup.censoredLabels() || stalled || !closed || label.weight() != 0) {
            add(
                    name,
                    "has the label " + label.state() + " of weight " + label.weight() + " at " + moment
                            + " us, where silence is not final");
        }
        if (censored.put(name, moment) != null) {
            add(name, "is censored twice");
        }
        if (spokenOf(name, moment) && !evidence.tardy(partitionOf(name))) {
            add(name, "is censored at " + moment + " us though a vote stands");
        }
    }

    private boolean spokenOf(String name, long moment) {
        return oracle.group(Step.groupOf(name)).ballots().stream().anyMatch(ballot -> ballot.speaksOf(name, moment));
    }

    private int partitionOf(String name) {
        return evidence.schedule().partitionOf(Step.groupOf(name));
    }

    private void draft(Output.Draft draft, boolean stalled) {
        long moment = Evidence.moment(draft.timeMicros());
        for (RolloutState row : draft.rollouts()) {
            String name = evidence.names().shortAnswer(row.rollout().id());
            Step.Answer answer = shown.get(name);
            boolean pending = ends.put(name, row.labelState()) == LabelState.PENDING;
            if (answer == null || row.labelState() != LabelState.CENSORED) {
                continue;
            }
            if (moment < due(answer) && !evidence.tardy(partitionOf(name))) {
                add(name, "is censored at " + moment + " us, before its window closes at " + due(answer) + " us");
            } else if (pending && stalled) {
                add(name, "is censored at " + moment + " us while the feedback stream is stalled");
            }
        }
    }

    /** Windows close when traffic stops, at their time unless the stream of feedback is stalled or skewed. */
    private void window(String name, Step.Answer answer) {
        int partition = partitionOf(name);
        if (evidence.stalledAtTheEnd(partition)) {
            return;
        }
        if (ends.getOrDefault(name, LabelState.PENDING) == LabelState.PENDING) {
            add(name, "never ceased to be pending; its window closes at " + due(answer) + " us");
        }
        boolean exact = !evidence.stalled(partition) && !evidence.tardy(partition);
        long moment = censored.getOrDefault(name, -1L);
        boolean silent = !spokenOf(name, due(answer));
        if (exact && setup.censoredLabels() && moment != (silent ? due(answer) : -1)) {
            add(
                    name,
                    "must " + (silent ? "" : "not ") + "be censored at " + due(answer) + " us; was "
                            + (moment < 0 ? "never" : "at " + moment + " us"));
        }
    }

    private void add(String subject, String detail) {
        found.add(new Violation(Invariant.SILENCE, subject, detail));
    }
}
