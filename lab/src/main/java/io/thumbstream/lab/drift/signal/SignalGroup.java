package io.thumbstream.lab.drift.signal;

import java.util.List;

/**
 * One revision of a group of answers to one prompt.
 *
 * @param revision from 1; a higher one repeats the answers with what was said about them since
 * @param answers in index order
 */
public record SignalGroup(int revision, List<SignalAnswer> answers) {
    public SignalGroup {
        answers = List.copyOf(answers);
    }

    /** Whether its answers have not been seen before. */
    boolean first() {
        return revision <= 1;
    }

    /** Rewards of all answers. */
    double[] rewards() {
        return answers.stream().mapToDouble(SignalAnswer::reward).toArray();
    }

    /** Scores of the answers that have one. */
    double[] scores() {
        return answers.stream()
                .flatMapToDouble(answer -> answer.score().stream())
                .toArray();
    }

    /** Answers whose tokens are known. */
    List<SignalAnswer> worded() {
        return answers.stream().filter(answer -> !answer.tokens().isEmpty()).toList();
    }
}
