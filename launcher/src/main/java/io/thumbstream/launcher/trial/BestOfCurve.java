package io.thumbstream.launcher.trial;

import io.thumbstream.lab.evaluate.OveroptimizationCurve;
import io.thumbstream.launcher.loop.AnswerGroup;
import io.thumbstream.reward.event.RolloutEvent;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.function.ToDoubleFunction;

/**
 * What the best of one answer, of two, of four and so on is worth, the best by score, and how far it lies from single answers. Every
 * point is made of all answers there are, so that it has less noise than one draw of so many. One thread owns it.
 */
final class BestOfCurve {
    private final int most;
    private final List<List<Scored>> prompts = new ArrayList<>();

    /**
     * An answer.
     *
     * @param score by which the best is taken
     * @param worth true one, in [0, 1]
     * @param length with its end token, tokens
     */
    record Scored(double score, double worth, int length) {}

    /** @param most answers to a prompt, at least 2 */
    BestOfCurve(int most) {
        this.most = most;
    }

    /** Adds the answers to a prompt. */
    void add(AnswerGroup group, Bed bed, ArmScores scores) {
        double[][] members = scores.of(group);
        List<Scored> answers = new ArrayList<>();
        for (int i = 0; i < members.length; i++) {
            RolloutEvent answer = group.answers().get(i);
            answers.add(new Scored(
                    Arrays.stream(members[i]).average().orElseThrow(),
                    bed.worth(answer.trace().promptTokens(), answer.trace().tokens()),
                    answer.trace().length()));
        }
        add(answers);
    }

    /** Adds the answers to a prompt, as many as to every other. */
    void add(List<Scored> answers) {
        if (answers.size() != most) {
            throw new IllegalArgumentException(answers.size() + " answers to a prompt; give " + most);
        }
        prompts.add(answers.stream()
                .sorted(Comparator.comparingDouble(Scored::score))
                .toList());
    }

    /** The curve; its first point is of single answers. */
    ArmCurve curve() {
        List<ArmCurve.Point> points = new ArrayList<>();
        for (int n = 1; n <= most; n *= 2) {
            double worth = expected(n, Scored::worth);
            points.add(new ArmCurve.Point(
                    n,
                    worth,
                    worth,
                    OveroptimizationCurve.klOfBest(n),
                    expected(n, Scored::length),
                    expected(n, Scored::score),
                    List.of()));
        }
        return new ArmCurve(points, true);
    }

    /** Mean over prompts of what the best of {@code n} has. */
    private double expected(int n, ToDoubleFunction<Scored> value) {
        return prompts.stream()
                .mapToDouble(answers -> OveroptimizationCurve.bestOf(
                        n, answers.stream().mapToDouble(value).toArray()))
                .average()
                .orElseThrow();
    }
}
