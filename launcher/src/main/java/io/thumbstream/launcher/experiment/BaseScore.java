package io.thumbstream.launcher.experiment;

import io.thumbstream.lab.evaluate.EvaluationSettings;
import io.thumbstream.lab.evaluate.PolicyEvaluator;
import io.thumbstream.lab.tasks.SupportTask;
import io.thumbstream.lab.users.Taste;
import io.thumbstream.lab.users.Tastes;
import io.thumbstream.launcher.up.PolicyAnswers;
import java.nio.file.Path;
import java.util.List;

/**
 * What the shipped policy is worth, unit points.
 *
 * @param old mean utility under the taste before the change
 * @param bestOld mean utility of the best of 64 of its answers under that taste, chosen with knowledge of the truth
 * @param fresh mean utility under the taste after the change
 * @param bestFresh the best of 64 under that taste
 */
record BaseScore(double old, double bestOld, double fresh, double bestFresh) {
    /** Measures the policy in {@code directory}. */
    static BaseScore of(Path directory, int maxTokens) {
        return new BaseScore(
                utility(directory, maxTokens, Tastes.first()),
                best(directory, maxTokens, Tastes.first()),
                utility(directory, maxTokens, Tastes.second()),
                best(directory, maxTokens, Tastes.second()));
    }

    /** Share of the way from the shipped policy to the best of 64 that a utility under the old taste has made. */
    double shareOld(double utility) {
        return (utility - old) / (bestOld - old);
    }

    /** The same under the new taste. */
    double shareFresh(double utility) {
        return (utility - fresh) / (bestFresh - fresh);
    }

    private static double best(Path directory, int maxTokens, Taste taste) {
        return new PolicyEvaluator(SupportTask.load(), taste, EvaluationSettings.defaults())
                .bestOf(new PolicyAnswers(directory, maxTokens))
                .mean();
    }

    /** Mean utility of the policies in {@code directories} to people of {@code taste}; every policy counts the same. */
    static double utility(List<Path> directories, int maxTokens, Taste taste) {
        return directories.stream()
                .mapToDouble(directory -> utility(directory, maxTokens, taste))
                .average()
                .orElseThrow();
    }

    private static double utility(Path directory, int maxTokens, Taste taste) {
        return new PolicyEvaluator(SupportTask.load(), taste, EvaluationSettings.defaults())
                .score(new PolicyAnswers(directory, maxTokens))
                .utility()
                .mean();
    }
}
