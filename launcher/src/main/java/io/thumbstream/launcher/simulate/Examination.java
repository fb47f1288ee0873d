package io.thumbstream.launcher.simulate;

import io.thumbstream.reward.RewardSettings;
import io.thumbstream.reward.assemble.Output;
import io.thumbstream.reward.interpret.FeedbackInterpreter;
import io.thumbstream.reward.interpret.InterpreterChain;
import io.thumbstream.reward.interpret.Interpreters;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** Runs a schedule and says which invariants did not hold. */
final class Examination {
    private final Meddling meddling;
    private final InterpreterChain interpreters = interpreters();

    Examination(Meddling meddling) {
        this.meddling = meddling;
    }

    /**
     * What came of a schedule.
     *
     * @param outputs of each partition, in order
     * @param violations none when everything held
     */
    record Finding(List<List<Output>> outputs, List<Violation> violations) {
        Set<Invariant> broken() {
            return violations.stream().map(Violation::invariant).collect(Collectors.toSet());
        }
    }

    private static InterpreterChain interpreters() {
        Map<String, FeedbackInterpreter> readers = new LinkedHashMap<>();
        RewardSettings.defaults()
                .interpreters()
                .forEach(choice -> readers.put(choice.name(), Interpreters.CATALOG.create(choice)));
        return new InterpreterChain(readers);
    }

    Finding examine(Schedule schedule) {
        Names names = new Names(schedule);
        Intake.Log log = new Intake(schedule, names).read();
        Run run = new Run(schedule, log.events(), interpreters, meddling);
        Evidence evidence = new Evidence(schedule, names, log.refusals(), run.asScheduled());
        Oracle oracle = Oracle.of(schedule);
        List<Violation> found = new ArrayList<>(VoteCheck.of(evidence, oracle));
        found.addAll(GroupCheck.of(evidence, oracle));
        found.addAll(SilenceCheck.of(evidence, oracle));
        found.addAll(order(evidence, run));
        return new Finding(evidence.outputs(), found);
    }

    private static List<Violation> order(Evidence evidence, Run run) {
        List<Violation> found = new ArrayList<>();
        List<List<Output>> calm = run.inOrder();
        boolean crashed = evidence.schedule().steps().stream().anyMatch(Step.Crash.class::isInstance);
        List<List<Output>> uncrashed = crashed ? run.withoutCrashes() : evidence.outputs();
        for (int i = 0; i < calm.size(); i++) {
            if (evidence.tardy(i)) {
                continue; // it may matter when such records come
            }
            if (!calm.get(i).equals(uncrashed.get(i))) {
                found.add(difference(Invariant.ARRIVAL_ORDER, i, calm.get(i), uncrashed.get(i), evidence.names()));
            }
            if (!uncrashed.get(i).equals(evidence.outputs().get(i))) {
                found.add(difference(
                        Invariant.CRASH, i, uncrashed.get(i), evidence.outputs().get(i), evidence.names()));
            }
        }
        return found;
    }

    private static Violation difference(
            Invariant invariant, int partition, List<Output> must, List<Output> is, Names names) {
        int place = 0;
        while (place < must.size() && place < is.size() && must.get(place).equals(is.get(place))) {
            place++;
        }
        return new Violation(
                invariant,
                "partition " + partition,
                "output " + place + " must be " + show(must, place, names) + " and is " + show(is, place, names));
    }

    private static String show(List<Output> outputs, int place, Names names) {
        return place < outputs.size() ? names.readable(String.valueOf(outputs.get(place))) : "nothing";
    }
}
