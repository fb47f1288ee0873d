package io.thumbstream.learner.replay;

import io.thumbstream.runtime.catalog.Experimental;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Prefers the best answer that most of a group agree with to the worst that disagrees.
 *
 * <p>Answers that end alike, in their last {@code answer-tokens} tokens, are of one mind. When the largest cluster holds at least {@code min-share} of the group and not
 * all of it: {@code (argmax_i r_i within, argmin_i r_i outside)}; of clusters of one size the first. Source: Lang et al., Fine-Tuning Language Models with Reward
 * Learning on Policy, 2024, arXiv 2403.19279 (synthetic preferences). Ours compares the ends of answers in place of their meaning, and takes the worst answer
 * outside in place of a random one, so that a replay makes the same pairs.
 *
 * <p>The policy's agreement with itself is no judgement by people: without the threshold it teaches its own habits, so mix with groups that people
 * judged ({@code mixture-selector}).
 */
@Experimental
final class ConsensusBuilder implements PairBuilder {
    /**
     * @param answerTokens tokens at the end of an answer, its end token included, that must be equal, at least 1
     * @param minShare least share of the group in its largest cluster, in (0, 1]
     */
    record Settings(int answerTokens, double minShare) {
        Settings {
            if (answerTokens < 1 || !(minShare > 0 && minShare <= 1)) {
                throw new IllegalArgumentException("answer-tokens is " + answerTokens + " and min-share " + minShare
                        + "; give at least 1, and a number above 0 and up to 1");
            }
        }
    }

    private final Settings settings;

    ConsensusBuilder(Settings settings) {
        this.settings = settings;
    }

    @Override
    public List<AnswerPair> pairs(RolloutGroup group) {
        Map<List<Integer>, List<Integer>> clusters = new LinkedHashMap<>();
        int size = group.rollouts().size();
        for (int i = 0; i < size; i++) {
            clusters.computeIfAbsent(ending(group.rollouts().get(i).tokens()), key -> new ArrayList<>())
                    .add(i);
        }
        List<Integer> largest = List.of();
        for (List<Integer> cluster : clusters.values()) {
            largest = cluster.size() > largest.size() ? cluster : largest;
        }
        if (largest.size() == size || largest.size() < settings.minShare() * size) {
            return List.of();
        }
        List<Integer> outside = new ArrayList<>();
        for (int i = 0; i < size; i++) {
            if (!largest.contains(i)) {
                outside.add(i);
            }
        }
        return List.of(new AnswerPair(group.best(largest), group.worst(outside)));
    }

    private List<Integer> ending(int[] tokens) {
        int from = Math.max(0, tokens.length - settings.answerTokens());
        return Arrays.stream(tokens, from, tokens.length).boxed().toList();
    }
}
