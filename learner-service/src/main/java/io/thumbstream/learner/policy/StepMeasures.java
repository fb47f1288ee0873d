package io.thumbstream.learner.policy;

import io.thumbstream.learner.objective.LossReport;
import io.thumbstream.learner.objective.PolicyBatch;
import io.thumbstream.learner.stabilize.Stabilizer;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.TreeMap;

/** Loss of the passes of one step, and what is measured on the way; passes come one after the other, in their order. */
final class StepMeasures {
    static final String LOSS = "loss";

    private final PolicyStages stages;
    private final SampleWeights weights = new SampleWeights();
    private final LogProbAgreement agreement;
    private final Map<String, Double> sums = new TreeMap<>();

    /** @param version version whose weights the policy has; empty when the weights were never published */
    StepMeasures(PolicyStages stages, OptionalLong version) {
        this.stages = stages;
        this.agreement = new LogProbAgreement(version);
    }

    /** Loss of the pass of {@code rows}; call with gradients on. */
    LossReport evaluate(List<PolicyRow> rows, PolicyBatch batch) {
        weights.add(rows, batch);
        agreement.add(rows, batch);
        LossReport report = stages.objective().evaluate(batch);
        for (Stabilizer stabilizer : stages.stabilizers()) {
            report = report.plus(stabilizer.penalty(batch));
        }
        return counted(report);
    }

    /** Loss of a pass of answers of the policy that learning began with; call with gradients on. */
    LossReport evaluateStart(PolicyBatch batch) {
        return counted(stages.stabilizers().stream()
                .flatMap(each -> each.penaltyOnStartAnswers(batch).stream())
                .reduce(LossReport::plus)
                .orElseThrow());
    }

    private LossReport counted(LossReport report) {
        sums.merge(LOSS, (double) report.loss().getFloat(), Double::sum);
        report.diagnostics().forEach((name, value) -> sums.merge(name, (double) value.getFloat(), Double::sum));
        return report;
    }

    /** Loss and diagnostics of the whole step. */
    Map<String, Double> all() {
        Map<String, Double> all = new TreeMap<>(sums);
        all.putAll(weights.measures());
        all.putAll(agreement.measures());
        return all;
    }
}
