package io.thumbstream.lab.evaluate;

import io.thumbstream.lab.report.Interval;
import io.thumbstream.lab.tasks.Attribute;
import io.thumbstream.lab.tasks.Grade;
import io.thumbstream.lab.tasks.SupportPrompt;
import io.thumbstream.lab.tasks.SupportTask;
import io.thumbstream.lab.users.Taste;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * Measures the gold utility of a policy under one taste.
 *
 * <p>The interval is over means per message, because answers to one message are not independent.
 */
public final class PolicyEvaluator {
    private final SupportTask task;
    private final Taste taste;
    private final EvaluationSettings settings;

    /** Evaluates on this task for people of this taste. */
    public PolicyEvaluator(SupportTask task, Taste taste, EvaluationSettings settings) {
        this.task = task;
        this.taste = taste;
        this.settings = settings;
    }

    /** Measures the mean utility and style of what a policy answers. */
    public PolicyScore score(AnswerSource policy) {
        List<SupportPrompt> prompts = task.prompts(settings.prompts(), settings.seed(), settings.heldOut());
        List<List<Grade>> grades = grades(policy, prompts, settings.perPrompt());
        double[] means = grades.stream().mapToDouble(this::mean).toArray();
        List<Grade> all = grades.stream().flatMap(List::stream).toList();
        Map<Attribute, Double> style = new EnumMap<>(Attribute.class);
        for (Attribute attribute : Attribute.values()) {
            style.put(
                    attribute,
                    all.stream()
                            .mapToDouble(grade -> grade.style(attribute))
                            .average()
                            .orElse(0));
        }
        return new PolicyScore(
                Interval.of(means),
                style,
                all.stream().mapToDouble(Grade::correctness).average().orElse(0),
                all.stream().mapToDouble(Grade::malformed).average().orElse(0),
                all.stream().mapToInt(Grade::words).average().orElse(0),
                all.size());
    }

    /** Measures the mean utility of the best of several answers, chosen with knowledge of the true utility. */
    public Interval bestOf(AnswerSource policy) {
        List<SupportPrompt> prompts = task.prompts(settings.bestOfPrompts(), settings.seed() + 1, settings.heldOut());
        return Interval.of(grades(policy, prompts, settings.bestOf()).stream()
                .mapToDouble(answers ->
                        answers.stream().mapToDouble(taste::utility).max().orElse(Taste.LOWEST))
                .toArray());
    }

    private double mean(List<Grade> answers) {
        return answers.stream().mapToDouble(taste::utility).average().orElse(Taste.LOWEST);
    }

    private List<List<Grade>> grades(AnswerSource policy, List<SupportPrompt> prompts, int perPrompt) {
        List<List<String>> answers =
                policy.sample(prompts.stream().map(SupportPrompt::text).toList(), perPrompt, settings.seed());
        if (answers.size() != prompts.size()) {
            throw new IllegalArgumentException("The policy answered " + answers.size() + " of " + prompts.size()
                    + " messages; it must answer each");
        }
        List<List<Grade>> grades = new ArrayList<>();
        for (int i = 0; i < prompts.size(); i++) {
            SupportPrompt prompt = prompts.get(i);
            grades.add(answers.get(i).stream()
                    .map(answer -> task.grade(prompt, answer))
                    .toList());
        }
        return grades;
    }
}
