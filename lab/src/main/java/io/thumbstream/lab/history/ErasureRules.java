package io.thumbstream.lab.history;

import io.thumbstream.lab.history.History.Erased;
import io.thumbstream.lab.history.History.Input;
import io.thumbstream.lab.history.History.Said;
import io.thumbstream.lab.history.History.Step;
import io.thumbstream.lab.trace.Position;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.function.ToLongFunction;

/**
 * What people had said when they asked to be erased can be read nowhere, and no step that was taken after the models were rebuilt
 * learned from it.
 *
 * <p>What was said by then is what the clients remember, so neither a clock nor the keys are asked.
 */
final class ErasureRules {
    private final History history;
    private final List<Said> erased;

    ErasureRules(History history) {
        this.history = history;
        this.erased = history.ofErased();
    }

    void check(Consumer<Finding> found) {
        for (Said record : erased) {
            if (record.readable()) {
                found.accept(
                        finding(record.what() + " of an erased person can be read at " + Places.text(record.at())));
            }
        }
        Map<Position, Said> places = new HashMap<>();
        erased.forEach(record -> places.put(record.at(), record));
        for (Erased person : history.people().erased()) {
            steps("policy", history.policy(), Erased::policySteps, person, places, found);
            steps("reward", history.reward(), Erased::rewardSteps, person, places, found);
        }
    }

    private static void steps(
            String learner,
            History.Learner log,
            ToLongFunction<Erased> rebuilt,
            Erased person,
            Map<Position, Said> places,
            Consumer<Finding> found) {
        Set<String> ids = person.ids();
        for (Step step : log.steps()) {
            if (step.step() > rebuilt.applyAsLong(person)) {
                for (Input input : step.inputs()) {
                    Said used = places.get(input.at());
                    if (used != null && used.speaksOf(ids)) {
                        found.accept(finding("step " + step.step() + " of the " + learner + " learner used "
                                + used.what()
                                + " with " + shared(used, ids) + " of a person without whom the models had been rebuilt"
                                + " after step " + rebuilt.applyAsLong(person)));
                    }
                }
            }
        }
    }

    private static Set<String> shared(Said used, Set<String> ids) {
        Set<String> shared = new TreeSet<>(used.about());
        shared.retainAll(ids);
        return shared;
    }

    private static Finding finding(String evidence) {
        return new Finding(FindingClass.ERASED_USER_VOTE, evidence);
    }
}
