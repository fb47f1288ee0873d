package io.thumbstream.learner.reward;

import io.thumbstream.learner.engine.InputRecord;
import io.thumbstream.learner.engine.StepInput;
import java.util.ArrayList;
import java.util.List;

/** What a model foresees of labels that a step is going to learn: each is tested before it is learned for the first time. */
final class Foresight {
    private Foresight() {}

    /** Waiting labels as inputs of a step, with what is foreseen of those that a forecast can be held against and that were never tested. */
    static List<StepInput<RewardLabel>> of(RewardTrainer trainer, List<RecentLabels.Entry> waiting) {
        double[] predictions = trainer.predict(
                waiting.stream().map(entry -> entry.record().value()).toList());
        List<StepInput<RewardLabel>> inputs = new ArrayList<>();
        for (int i = 0; i < predictions.length; i++) {
            RecentLabels.Entry entry = waiting.get(i);
            InputRecord<RewardLabel> record = entry.record();
            inputs.add(
                    entry.tested() || !record.value().tests()
                            ? StepInput.of(record)
                            : StepInput.predicted(
                                    record, predictions[i], record.value().value()));
        }
        return inputs;
    }

    /** The same inputs, foreseen anew by {@code trainer} where they were foreseen. */
    static List<StepInput<RewardLabel>> anew(RewardTrainer trainer, List<StepInput<RewardLabel>> inputs) {
        List<RewardLabel> tested = inputs.stream()
                .filter(input -> input.prediction().isPresent())
                .map(input -> input.record().value())
                .toList();
        if (tested.isEmpty()) {
            return inputs;
        }
        double[] predictions = trainer.predict(tested);
        List<StepInput<RewardLabel>> revised = new ArrayList<>();
        int next = 0;
        for (StepInput<RewardLabel> input : inputs) {
            InputRecord<RewardLabel> record = input.record();
            revised.add(
                    input.prediction().isEmpty()
                            ? input
                            : StepInput.predicted(
                                    record, predictions[next++], record.value().value()));
        }
        return revised;
    }
}
