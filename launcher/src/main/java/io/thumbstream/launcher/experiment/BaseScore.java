package io.thumbstream.launcher.experiment;

import io.thumbstream.lab.evaluate.EvaluationSettings;
import io.thumbstream.lab.evaluate.PolicyEvaluator;
import io.thumbstream.lab.tasks.SupportTask;
import io.thumbstream.lab.users.Taste;
import io.thumbstream.lab.users.Tastes;
import io.thumbstream.launcher.up.PolicyAnswers;
import java.nio.file.Path;

/**
 * What the shipped policy is worth, unit points.
 *
 * @param old mean utility under the taste before the change
 * @param bestOf64 mean utility of the best of 64 of its answers under that taste, chosen with knowledge of the truth
 * @param fresh mean utility under the taste after the change
 */
record BaseScore(double old, double bestOf64, double fresh) {
    /** Measures the policy in {@code directory}. */
    static BaseScore of(Path directory, int maxTokens) {
        PolicyAnswers answers = new PolicyAnswers(directory, maxTokens);
        return new BaseScore(
                utility(directory, maxTokens, Tastes.first()),
                new PolicyEvaluator(SupportTask.load(), Tastes.first(), EvaluationSettings.defaults())
                        .bestOf(answers)
                        .mean(),
                utility(directory, maxTokens, Tastes.second()));
    }

    /** Mean utility of the policy in {@code directory} to people of {@code taste}. */
    static double utility(Path directory, int maxTokens, Taste taste) {
        return new PolicyEvaluator(SupportTask.load(), taste, EvaluationSettings.defaults())
                .score(new PolicyAnswers(directory, maxTokens))
                .utility()
                .mean();
    }
}
