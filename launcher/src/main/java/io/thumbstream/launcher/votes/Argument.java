package io.thumbstream.launcher.votes;

import io.thumbstream.model.reward.ScoreInput;
import io.thumbstream.model.text.ChatFormat;
import io.thumbstream.model.text.Turn;
import java.util.List;

/**
 * One answer that somebody gave in a debate.
 *
 * @param debate name of the debate
 * @param id name of the answer, unique within its debate only
 * @param stance side that it speaks for, possibly empty
 * @param title question of the debate, possibly empty
 * @param text the answer
 */
record Argument(String debate, String id, String stance, String title, String text) {
    /** Name of an argument among all debates. */
    record Key(String debate, String id) {}

    Key key() {
        return new Key(debate, id);
    }

    /** Name of the prompt: all answers of one side of one debate share it. */
    String group() {
        return debate + "\u0000" + stance;
    }

    /** What the answer answers. */
    String question() {
        String asked = title.isBlank() ? debate : title;
        return stance.isBlank() ? asked : asked + "\n" + stance;
    }

    /** What a reward model reads. */
    ScoreInput scoreInput() {
        return new ScoreInput(ChatFormat.plainText(List.of(new Turn("user", question()))), text);
    }
}
