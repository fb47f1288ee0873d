package io.thumbstream.launcher.votes;

import io.thumbstream.lab.evaluate.JudgedPair;
import io.thumbstream.model.reward.RewardScorer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/**
 * A pair with an agreed winner, and what a reward model gave its arguments.
 *
 * @param vote the pair
 * @param judged scores and lengths; lengths are Unicode characters
 */
record ScoredPair(Vote vote, JudgedPair judged) {
    /** Scores all pairs whose arguments are there, in their order. */
    static List<ScoredPair> of(RewardScorer scorer, List<Vote> pairs, Map<Argument.Key, Argument> arguments) {
        List<ScoredPair> scored = new ArrayList<>();
        for (Vote pair : pairs) {
            Argument first = arguments.get(pair.firstKey());
            Argument second = arguments.get(pair.secondKey());
            if (first != null && second != null && pair.choice() != Vote.Choice.TIE) {
                double[][] scores = scorer.scores(List.of(first.scoreInput(), second.scoreInput()));
                scored.add(new ScoredPair(pair, judge(pair, first, second, mean(scores[0]), mean(scores[1]))));
            }
        }
        return List.copyOf(scored);
    }

    static JudgedPair judge(Vote pair, Argument first, Argument second, double firstScore, double secondScore) {
        boolean firstWins = pair.choice() == Vote.Choice.A;
        return new JudgedPair(
                firstWins ? firstScore : secondScore,
                firstWins ? secondScore : firstScore,
                length(firstWins ? first.text() : second.text()),
                length(firstWins ? second.text() : first.text()),
                length(first.question()),
                firstWins);
    }

    private static int length(String text) {
        return text.codePointCount(0, text.length());
    }

    private static double mean(double[] values) {
        return Arrays.stream(values).average().orElse(0);
    }
}
