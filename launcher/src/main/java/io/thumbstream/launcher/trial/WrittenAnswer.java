package io.thumbstream.launcher.trial;

import io.thumbstream.learner.replay.BinaryLabel;
import io.thumbstream.learner.replay.GroupRollout;
import io.thumbstream.model.text.ChatFormat;
import io.thumbstream.model.text.Tokenizer;
import java.util.Arrays;
import java.util.Optional;

/** What a person wrote in place of an answer, as an answer that no policy sampled and that is approved of. */
final class WrittenAnswer {
    private WrittenAnswer() {}

    /**
     * A text as an answer, with its end token.
     *
     * @param id of the new answer
     * @param other answers the same prompt
     */
    static GroupRollout of(String id, GroupRollout other, String text, Tokenizer words, double reward) {
        int[] written = words.encode(text);
        int[] tokens = Arrays.copyOf(written, written.length + 1);
        tokens[written.length] = words.id(ChatFormat.END);
        return new GroupRollout(
                id,
                other.promptTokens(),
                tokens,
                new float[tokens.length],
                BedWriter.NO_POLICY,
                reward,
                Optional.of(new BinaryLabel(1, 1)));
    }
}
