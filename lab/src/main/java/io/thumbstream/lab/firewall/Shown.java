package io.thumbstream.lab.firewall;

import io.thumbstream.lab.tasks.Grade;
import io.thumbstream.lab.tasks.SupportPrompt;
import io.thumbstream.model.reward.ScoreInput;

/**
 * An answer as somebody sees it.
 *
 * @param prompt message it answers
 * @param text the answer
 * @param grade what it is truly like
 */
record Shown(SupportPrompt prompt, String text, Grade grade) {
    ScoreInput input() {
        return new ScoreInput("user: " + prompt.text(), text);
    }
}
