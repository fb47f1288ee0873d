package io.thumbstream.learner.policy;

import io.thumbstream.learner.objective.PolicyBatch;
import io.thumbstream.learner.replay.RolloutGroup;
import java.util.List;
import java.util.stream.Stream;

/**
 * The rows of a step in two parts, which share no pass and no denominator.
 *
 * @param learned what the objective learns from
 * @param start answers of the policy that learning began with, for stabilizers that read them; nothing else is evaluated on them
 */
record StepRows(Part learned, Part start) {
    /**
     * Rows with their denominators.
     *
     * @param start whether they are answers of the policy that learning began with
     */
    record Part(List<PolicyRow> rows, PolicyBatch.Whole whole, boolean start) {
        Part {
            rows = List.copyOf(rows);
        }

        private static Part of(List<PolicyRow> rows, boolean start) {
            return new Part(rows, PolicyBatches.whole(rows), start);
        }
    }

    /** The rows of {@code groups}; a group that teaches the objective nothing is there for its answers of the start policy alone. */
    static StepRows of(List<RolloutGroup> groups, PolicyStages stages) {
        if (!stages.readsStartAnswers()) {
            return new StepRows(Part.of(PolicyRow.of(groups, stages), false), Part.of(List.of(), true));
        }
        List<RolloutGroup> teaching = groups.stream().filter(stages::teaches).toList();
        List<PolicyRow> start = groups.stream()
                .flatMap(group -> group.goodStartAnswers().stream())
                .map(answer -> new PolicyRow(answer.unjudged(), new float[answer.tokens().length]))
                .toList();
        return new StepRows(Part.of(PolicyRow.of(teaching, stages), false), Part.of(start, true));
    }

    /** Both parts. */
    List<Part> parts() {
        return List.of(learned, start);
    }

    /** All rows. */
    List<PolicyRow> all() {
        return Stream.concat(learned.rows().stream(), start.rows().stream()).toList();
    }

    /** Answers in all. */
    int samples() {
        return all().stream().mapToInt(row -> row.answers().size()).sum();
    }

    /** Their tokens. */
    long tokens() {
        return (long) (learned.whole().tokens() + start.whole().tokens());
    }
}
