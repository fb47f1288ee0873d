package io.thumbstream.generator.schedule;

import io.thumbstream.model.sample.SampleRequest;
import io.thumbstream.schemas.StartAnswers;
import java.util.List;

/**
 * What a prompt becomes.
 *
 * @param job the prompt
 * @param answers answers to make, in index order; fewer than asked when background ones were shed; those of the policy that learning began with
 *     are the last
 * @param shed answers asked for but not made
 */
public record GroupPlan(PromptJob job, List<PlannedAnswer> answers, int shed) {

    /**
     * One answer of the group.
     *
     * @param index position in the group
     * @param request what the sampler is asked
     * @param arm exploration arm, empty for plain sampling; {@link StartAnswers#ARM} for an answer of the policy that learning began with
     * @param displayed whether a person will see it
     * @param promptTokens length of the rendered prompt
     */
    public record PlannedAnswer(int index, SampleRequest request, String arm, boolean displayed, int promptTokens) {
        /** Whether the policy that learning began with draws it, and not the newest. */
        public boolean ofStart() {
            return arm.equals(StartAnswers.ARM);
        }
    }

    public GroupPlan {
        answers = List.copyOf(answers);
    }

    /** Rollouts that will be written for the group. */
    public int size() {
        return answers.size();
    }
}
