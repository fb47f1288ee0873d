package io.thumbstream.model.train;

import io.thumbstream.model.text.ChatFormat;
import io.thumbstream.model.text.Turn;
import java.util.List;

/**
 * A conversation whose last answer is to be imitated.
 *
 * @param turns everything before the answer, at least one turn
 * @param answer the text to learn; only its tokens and the closing end token count in the loss
 */
public record TrainingText(List<Turn> turns, String answer) {
    public TrainingText {
        turns = List.copyOf(turns);
        if (turns.isEmpty()) {
            throw new IllegalArgumentException("A training text has no turn before its answer; add the question");
        }
    }

    /** A single question with its answer. */
    public static TrainingText of(String question, String answer) {
        return new TrainingText(List.of(Turn.user(question)), answer);
    }

    /** Ids before the answer. */
    int[] promptIds(ChatFormat format) {
        return format.promptIds(turns);
    }
}
