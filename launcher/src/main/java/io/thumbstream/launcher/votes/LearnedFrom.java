package io.thumbstream.launcher.votes;

import io.thumbstream.lab.evaluate.JudgedPair;
import io.thumbstream.lab.evaluate.ShiftGrid.Shift;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What occurs in the votes that a model learned, and what of a pair is therefore new to it.
 *
 * @param prompts questions, each with its side
 * @param answers texts of answers
 */
record LearnedFrom(Set<String> prompts, Set<String> answers) {
    LearnedFrom {
        prompts = Set.copyOf(prompts);
        answers = Set.copyOf(answers);
    }

    static LearnedFrom of(List<Vote> votes, Map<Argument.Key, Argument> arguments) {
        Set<String> prompts = new HashSet<>();
        Set<String> answers = new HashSet<>();
        for (Vote vote : votes) {
            for (Argument.Key key : List.of(vote.firstKey(), vote.secondKey())) {
                Argument argument = arguments.get(key);
                if (argument != null) {
                    prompts.add(argument.question());
                    answers.add(argument.text());
                }
            }
        }
        return new LearnedFrom(prompts, answers);
    }

    /** The pairs by what of them is new; an answer of the two is enough to make a response new. */
    Map<Shift, List<JudgedPair>> cells(List<ScoredPair> pairs, Map<Argument.Key, Argument> arguments) {
        Map<Shift, List<JudgedPair>> cells = new EnumMap<>(Shift.class);
        for (ScoredPair pair : pairs) {
            Argument first = arguments.get(pair.vote().firstKey());
            Argument second = arguments.get(pair.vote().secondKey());
            if (first != null && second != null) {
                cells.computeIfAbsent(shift(first, second), shift -> new ArrayList<>())
                        .add(pair.judged());
            }
        }
        return cells;
    }

    private Shift shift(Argument first, Argument second) {
        boolean newPrompt = !prompts.contains(first.question());
        boolean newAnswer = !answers.contains(first.text()) || !answers.contains(second.text());
        if (newPrompt) {
            return newAnswer ? Shift.BOTH : Shift.PROMPT;
        }
        return newAnswer ? Shift.RESPONSE : Shift.NONE;
    }
}
